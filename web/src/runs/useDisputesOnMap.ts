import type { Feature, Point } from "geojson";
import { useCallback, useEffect, useRef, useState } from "react";
import { boxOf } from "../geo/measure";
import { useMap } from "../map/MapContext";
import type { Dispute, State } from "./queries";

/** The sign of a dispute on the map, beside its colour. */
const signs: Record<State, string> = { open: "?", accepted: "+", rejected: "–" };

/** The id of a dispute's card in the list. */
export const cardId = (id: string) => `dispute-${id}`;

const pointOf = (d: Dispute) => d.geometry as unknown as Point;

export const drawingOf = (d: Dispute): Feature => ({ type: "Feature", properties: { id: d.id, sign: signs[d.properties.state] }, geometry: pointOf(d) });

/** Keeps the listed disputes on the map; one that is clicked there comes into sight in the list. */
export function useDisputesOnMap(disputes: readonly Dispute[]): { chosen: string | null; show: (id: string) => void } {
  const { map } = useMap();
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = useRef(false);
  const drawn = disputes.map((d) => d.id + d.properties.state).join();
  useEffect(() => {
    if (!map) return;
    map.draw("disputes", ...disputes.map(drawingOf));
    if (!shown.current && disputes.length > 0) {
      map.fit(boxOf({ type: "MultiPoint", coordinates: disputes.map((d) => pointOf(d).coordinates) }), 15);
      shown.current = true;
    }
  }, [map, drawn]); // eslint-disable-line react-hooks/exhaustive-deps -- the same disputes are drawn once
  useEffect(() => {
    if (!map) return;
    const stop = map.onPick("disputes", (id) => {
      setChosen(id);
      const card = document.getElementById(cardId(id));
      card?.scrollIntoView({ block: "nearest" });
      card?.focus({ preventScroll: true });
    });
    return () => {
      stop();
      map.draw("disputes");
      map.draw("highlight");
    };
  }, [map]);
  const show = useCallback((id: string) => {
    const dispute = disputes.find((d) => d.id === id);
    if (!map || !dispute) return;
    setChosen(id);
    map.draw("highlight", pointOf(dispute));
    map.fit(boxOf(pointOf(dispute)), 16);
  }, [map, disputes]);
  return { chosen, show };
}
