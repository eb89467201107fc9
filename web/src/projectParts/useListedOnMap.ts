import type { Feature, Point } from "geojson";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Severity } from "../api/queries";
import { boxOf } from "../geo/measure";
import { useMap } from "../map/MapContext";

/** A project in a list: a point in its place, and the worst that was found there, where it is told. */
interface Listed {
  id: string;
  geometry: { type: string } | null;
  properties: { title: string; severity?: Severity };
}

/** The sign of a project on the map, beside its colour. */
const signs: Record<Severity, string> = { red: "–", amber: "!", unknown: "?", green: "+" };

/** The id of a project's row in the list. */
export const rowId = (id: string) => `listed-${id}`;

const pointOf = (item: Listed) => item.geometry as unknown as Point;
const drawingOf = (item: Listed): Feature => {
  const { severity } = item.properties;
  return { type: "Feature", properties: { id: item.id, ...(severity && { severity, sign: signs[severity] }) }, geometry: pointOf(item) };
};

/** Keeps listed projects on the map; one that is clicked there comes into sight in the list. A list that follows the map does not move it. */
export function useListedOnMap(items: readonly Listed[], follows: boolean): { chosen: string | null; light: (id: string | null) => void } {
  const { map } = useMap();
  const [chosen, setChosen] = useState<string | null>(null);
  const fitted = useRef(false);
  const drawn = JSON.stringify(items.filter((i) => i.geometry).map(drawingOf));
  useEffect(() => {
    if (!map) return;
    const features = JSON.parse(drawn) as Feature<Point>[];
    map.draw("cases", ...features);
    if (fitted.current || features.length === 0) return;
    fitted.current = true;
    if (follows || new URLSearchParams(location.search).has("center")) return;
    map.fit(boxOf({ type: "MultiPoint", coordinates: features.map((f) => f.geometry.coordinates) }), 14);
  }, [map, drawn]); // eslint-disable-line react-hooks/exhaustive-deps -- the map is moved when the list comes, not when it begins to follow
  useEffect(() => {
    if (!map) return;
    const stop = map.onPick("cases", (id) => {
      setChosen(id);
      const row = document.getElementById(rowId(id));
      row?.scrollIntoView({ block: "nearest" });
      row?.querySelector("a")?.focus({ preventScroll: true });
    });
    return () => {
      stop();
      map.draw("cases");
      map.draw("highlight");
    };
  }, [map]);
  const light = useCallback((id: string | null) => {
    const item = items.find((i) => i.id === id);
    map?.draw("highlight", ...(item?.geometry ? [pointOf(item)] : []));
  }, [map, items]);
  return { chosen, light };
}
