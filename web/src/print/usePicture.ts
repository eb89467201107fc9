import { useQuery } from "@tanstack/react-query";
import type { Geometry } from "geojson";
import { useEffect, useState } from "react";
import { useAddress } from "../address/store";
import { usePrint } from "../i18n/print";
import { visibleByDefault } from "../layers/layer";
import { useMap } from "../map/MapContext";
import type { Camera } from "../map/engine";
import { library } from "../map/open";
import { type Picture, drawPicture } from "../map/print";
import { fetchStyle } from "../map/style/served";
import { config, lang } from "../page/config";
import { announce } from "../shell/Announcer";
import { finer, pixel, zoomFor } from "./sheet";

interface Drawn {
  camera: Camera | undefined;
  scale: number;
  /** Of the map on paper, millimetres. */
  width: number;
  height: number;
  place: Geometry | null;
  /** The place that it is compared with. */
  other?: Geometry | null;
}

/** The map of the sheet, drawn anew when anything about it changes. */
export function usePicture({ camera, scale, width: wide, height: high, place, other = null }: Drawn) {
  const { t } = usePrint();
  const { layers } = useMap();
  const on = useAddress((s) => s.layers);
  const style = useQuery({ queryKey: ["light-style", lang], queryFn: () => fetchStyle(lang, false) }).data ?? null;
  const [drawn, setDrawn] = useState<{ key: string; picture: Picture | null }>({ key: "", picture: null });
  const [attempt, setAttempt] = useState(0);
  const key = JSON.stringify([camera, scale, wide, high, on, layers.map((l) => l.version), attempt, place, other]);
  useEffect(() => {
    if (!camera || !style || layers.length === 0) return;
    const stop = new AbortController();
    const [width, height] = [wide, high].map((mm) => Math.round((mm / pixel) * finer)) as [number, number];
    const zoom = zoomFor(scale, camera.lat, wide / width);
    void library
      .then((gl) => drawPicture(gl, {
        camera: { ...camera, zoom }, width, height, layers, wanted: new Set(on ?? visibleByDefault(layers)), style, background: config.background, place, other,
      }, stop.signal))
      .then((picture) => {
        if (stop.signal.aborted) return;
        setDrawn({ key, picture });
        announce(t("ready"));
      })
      .catch((error: unknown) => {
        if (stop.signal.aborted) return;
        console.error(error);
        setDrawn({ key, picture: null });
      });
    return () => stop.abort();
    // The key holds what the picture shows.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, style]);
  const current = drawn.key === key;
  return { picture: current ? drawn.picture : null, failed: current && !drawn.picture, style, again: () => setAttempt((n) => n + 1) };
}
