import type { Feature, Geometry } from "geojson";
import { useCallback, useEffect, useRef, useState } from "react";
import { boxAround } from "../geo/measure";
import { useMap } from "../map/MapContext";
import { openProject } from "./ProjectLink";
import type { Listed } from "./queries";

/** The id of a project's row in the list. */
export const rowId = (id: string) => `project-row-${id}`;

const shapeOf = (item: Listed): Geometry | null => item.geometry;

/** Keeps the listed projects on the map: a row that is pointed at lights its place, and a place that is clicked opens its project. */
export function useListOnMap(items: readonly Listed[]): { chosen: string | null; light: (id: string | null) => void } {
  const { map } = useMap();
  const [chosen, setChosen] = useState<string | null>(null);
  const fitted = useRef(false);
  const drawn = JSON.stringify(items.flatMap((item) => {
    const geometry = shapeOf(item);
    return geometry ? [{ type: "Feature", properties: { id: item.id }, geometry } satisfies Feature] : [];
  }));
  useEffect(() => {
    if (!map) return;
    const features = JSON.parse(drawn) as Feature[];
    map.draw("plan", ...features);
    if (fitted.current || features.length === 0) return;
    fitted.current = true;
    if (!new URLSearchParams(location.search).has("center")) map.fit(boxAround(...features.map((f) => f.geometry)), 15);
  }, [map, drawn]);
  useEffect(() => {
    if (!map) return;
    const stop = map.onPick("plan", (id) => openProject(id));
    return () => {
      stop();
      map.draw("plan");
      map.draw("highlight");
    };
  }, [map]);
  const light = useCallback((id: string | null) => {
    setChosen(id);
    const geometry = (JSON.parse(drawn) as Feature[]).find((f) => f.properties?.["id"] === id)?.geometry;
    map?.draw("highlight", ...(geometry ? [geometry] : []));
  }, [map, drawn]);
  return { chosen, light };
}
