import type { Feature } from "geojson";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Severity } from "../api/queries";
import { boxOf } from "../geo/measure";
import { useMap } from "../map/MapContext";
import { type Batch, type Spots, useSpots } from "./queries";

/** The sign of a place on the map, beside its colour. */
const signs: Record<Severity, string> = { red: "–", amber: "!", unknown: "?", green: "+" };

/** The id of a place's card in the list. */
export const cardId = (row: number) => `batch-place-${row}`;

const drawingOf = (spot: Spots["features"][number]): Feature => {
  const severity = spot.properties.severity;
  return { type: "Feature", properties: { id: String(spot.id), severity: severity ?? "none", sign: severity ? signs[severity] : "" }, geometry: spot.geometry };
};

/** Keeps the places of a batch on the map; one that is clicked there comes into sight in the list, where it is listed. */
export function useBatchOnMap(batch: Batch): { chosen: number | null; show: (row: number) => void } {
  const { map } = useMap();
  const spots = useSpots(batch).data;
  const [chosen, setChosen] = useState<number | null>(null);
  const shown = useRef(false);
  useEffect(() => {
    if (!map || !spots) return;
    map.draw("batch", ...spots.features.map(drawingOf));
    if (shown.current || spots.features.length === 0) return;
    shown.current = true;
    map.fit(boxOf({ type: "MultiPoint", coordinates: spots.features.map((f) => f.geometry.coordinates) }), 15);
  }, [map, spots]);
  const show = useCallback((row: number) => {
    const spot = spots?.features.find((f) => f.id === row);
    if (!map || !spot) return;
    setChosen(row);
    map.draw("highlight", spot.geometry);
    map.fit(boxOf(spot.geometry), 16);
  }, [map, spots]);
  useEffect(() => {
    if (!map) return;
    const stop = map.onPick("batch", (id) => {
      setChosen(Number(id));
      const spot = spots?.features.find((f) => String(f.id) === id);
      if (spot) map.draw("highlight", spot.geometry);
      const card = document.getElementById(cardId(Number(id)));
      card?.scrollIntoView({ block: "nearest" });
      card?.focus({ preventScroll: true });
    });
    return () => void stop();
  }, [map, spots]);
  useEffect(() => {
    if (!map) return;
    return () => {
      map.draw("batch");
      map.draw("highlight");
    };
  }, [map]);
  return { chosen, show };
}
