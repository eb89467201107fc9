import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { i18n as I18n } from "i18next";
import { type Dispatch, type SetStateAction, StrictMode, useEffect, useRef, useState } from "react";
import { createRoot } from "react-dom/client";
import { I18nextProvider } from "react-i18next";
import { StyleSheetManager } from "styled-components";
import { Problem } from "./api/problem";
import { fetchLayers, published } from "./layers/fetch";
import { type Layer } from "./layers/layer";
import { MapContext, type Shared } from "./map/MapContext";
import { isDark, useDark } from "./map/dark";
import type { MapEngine } from "./map/engine";
import { type ServedStyle, fetchStyle } from "./map/style/served";
import { useChanges } from "./map/useChanges";
import { lang, nonce } from "./page/config";
import { Shell } from "./shell/Shell";

interface Beginning {
  map: Promise<MapEngine | null>;
  layers: Promise<Layer[]>;
  style: Promise<ServedStyle>;
  i18n: I18n;
}

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      // An outage passes: ask again, at most every 15 s. What is wrong with a request stays wrong.
      retry: (_, error) => error instanceof Problem && (error.passing || error.working),
      retryDelay: (attempt, error) => (error instanceof Problem && error.retryAfter ? error.retryAfter * 1000 : Math.min(1000 * 2 ** attempt, 15_000)),
      networkMode: "always",
    },
    mutations: { networkMode: "always" },
  },
});

/** Puts the panel on the page beside the map. */
export function mount(root: HTMLElement, beginning: Beginning): void {
  createRoot(root).render(
    <StrictMode>
      <StyleSheetManager nonce={nonce}>
        <I18nextProvider i18n={beginning.i18n}>
          <QueryClientProvider client={queries}>
            <App {...beginning} />
          </QueryClientProvider>
        </I18nextProvider>
      </StyleSheetManager>
    </StrictMode>,
  );
}

/** Somebody has published a layer in this page: the list and the map take the new version over. */
function useNewVersions(map: Promise<MapEngine | null>, setShared: Dispatch<SetStateAction<Shared>>) {
  useEffect(() => {
    const again = async () => {
      const [list, style] = await Promise.all([fetchLayers(lang, "no-cache"), fetchStyle(lang, isDark(), "no-cache")]);
      setShared((s) => ({ ...s, layers: list, style }));
      (await map)?.update(list, style);
    };
    const listener = () => void again().catch(() => undefined); // without a map, or a list, the page shows what it has
    addEventListener(published, listener);
    return () => removeEventListener(published, listener);
  }, [map, setShared]);
}

/** The style in the tone that the person has chosen, from when it has come. */
function useTone(map: Promise<MapEngine | null>, setShared: Dispatch<SetStateAction<Shared>>) {
  const dark = useDark();
  const drawn = useRef(dark);
  useEffect(() => {
    if (dark === drawn.current) return;
    let wanted = true;
    void (async () => {
      const [style, engine] = await Promise.all([fetchStyle(lang, dark), map.catch(() => null)]);
      if (!wanted) return;
      drawn.current = dark;
      setShared((s) => ({ ...s, style }));
      engine?.restyle(style, dark);
    })();
    return () => {
      wanted = false;
    };
  }, [dark, map, setShared]);
}

function App({ map, layers, style }: Beginning) {
  const [shared, setShared] = useState<Shared>({ map: null, mapFailed: false, layers: [], style: null });
  useEffect(() => {
    let here = true;
    void layers.then((list) => here && setShared((s) => ({ ...s, layers: list })));
    style.then((s) => here && setShared((shared) => ({ ...shared, style: shared.style ?? s })), () => undefined); // told as a map that failed
    map.then(
      (engine) => here && setShared((s) => ({ ...s, map: engine, mapFailed: engine === null })),
      () => here && setShared((s) => ({ ...s, mapFailed: true })),
    );
    return () => {
      here = false;
    };
  }, [map, layers, style]);
  useNewVersions(map, setShared);
  useTone(map, setShared);
  useChanges(map);
  return (
    <MapContext value={shared}>
      <Shell />
    </MapContext>
  );
}
