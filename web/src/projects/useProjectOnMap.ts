import type { Feature } from "geojson";
import { useEffect, useRef } from "react";
import { boxAround } from "../geo/measure";
import { useMap } from "../map/MapContext";
import { useProject } from "./ProjectContext";

/** Keeps the project's place on the map, beside whatever part of its page is open; the workbench draws it by itself. */
export function useProjectOnMap(byItself: boolean): void {
  const { map } = useMap();
  const { parts } = useProject();
  const drawn = JSON.stringify(byItself ? [] : parts.map((part): Feature => ({ type: "Feature", properties: { id: part.id }, geometry: part.geometry })));
  const fitted = useRef(false);
  useEffect(() => {
    if (!map) return;
    const features = JSON.parse(drawn) as Feature[];
    map.draw("plan", ...features);
    if (fitted.current || features.length === 0) return;
    fitted.current = true;
    if (!new URLSearchParams(location.search).has("center")) map.fit(boxAround(...features.map((f) => f.geometry)), 17);
  }, [map, drawn]);
  useEffect(() => () => map?.draw("plan"), [map]);
}
