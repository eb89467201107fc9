import { type ReactNode, lazy, Suspense, useEffect, useRef } from "react";
import { IconListBulleted, IconMapLayers, IconMapLocation } from "suomifi-ui-components";
import { type View, views } from "../address/address";
import { store, useAddress } from "../address/store";
import { useText } from "../i18n/useText";
import { useMap } from "../map/MapContext";
import { SearchBox } from "../search/SearchBox";
import { PlaceView } from "../place/PlaceView";
import { SheetHandle, useSheet } from "./sheet";

const LayersView = lazy(() => import("../layers/LayersView").then((m) => ({ default: m.LayersView })));
const ListView = lazy(() => import("../list/ListView").then((m) => ({ default: m.ListView })));
const Details = lazy(() => import("../details/Details").then((m) => ({ default: m.Details })));

/** What the person is doing: beside the map on a desk, a sheet over it on a phone. */
export function Panel() {
  const { t } = useText();
  const { mapFailed } = useMap();
  const view = useAddress((s) => s.view);
  const detailed = useAddress((s) => s.at !== null || s.feature !== null);
  const { stop, setStop, panel } = useSheet();
  const content = useRef<HTMLDivElement>(null);

  // What was chosen on the map comes into sight.
  useEffect(() => {
    if (detailed) setStop((s) => (s === "peek" ? "half" : s));
    content.current?.scrollTo({ top: 0 });
  }, [detailed, view, setStop]);

  return (
    <main id="panel" className="panel" data-stop={stop} ref={panel} tabIndex={-1}>
      <SheetHandle stop={stop} setStop={setStop} panel={panel} />
      <h1 className="hidden-text">{t("service.title")}</h1>
      <div className="panel-top">
        <SearchBox onFocus={() => setStop((s) => (s === "peek" ? "half" : s))} />
        <Views onChoose={() => setStop((s) => (s === "peek" ? "half" : s))} />
      </div>
      {/* Focusable because it scrolls. */}
      <div className="panel-content" ref={content}>
        {mapFailed && <p className="note">{t("map.failed")}</p>}
        <Suspense fallback={<Waiting />}>
          {detailed && <Details />}
          <div hidden={detailed}>{contents[view]}</div>
        </Suspense>
      </div>
    </main>
  );
}

const contents: Record<View, ReactNode> = { place: <PlaceView />, list: <ListView />, layers: <LayersView /> };
const icons: Record<View, ReactNode> = { place: <IconMapLocation aria-hidden="true" />, list: <IconListBulleted aria-hidden="true" />, layers: <IconMapLayers aria-hidden="true" /> };

function Views({ onChoose }: { onChoose: () => void }) {
  const { t } = useText();
  const view = useAddress((s) => s.view);
  const choose = (event: React.MouseEvent, to: View) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    store.set({ view: to, at: null, feature: null }, true);
    onChoose();
  };
  return (
    <nav className="views" aria-label={t("views.label")}>
      <ul>
        {views.map((v) => (
          <li key={v}>
            <a href={`?view=${v}`} aria-current={v === view ? "page" : undefined} onClick={(e) => choose(e, v)}>
              {icons[v]}
              <span>{t(`views.${v}`)}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Waiting() {
  const { t } = useText();
  return <p className="waiting">{t("waiting")}</p>;
}
