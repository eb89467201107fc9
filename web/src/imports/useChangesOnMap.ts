import type { Geometry } from "geojson";
import { useCallback, useEffect, useRef, useState } from "react";
import { boxOf } from "../geo/measure";
import { useMap } from "../map/MapContext";
import { drawingOf, rowId } from "./drawing";
import type { Change } from "./queries";

/** Keeps the listed changes on the map; one that is clicked there comes into sight in the list. */
export function useChangesOnMap(changes: readonly Change[]): { chosen: string | null; show: (id: string) => void } {
  const { map } = useMap();
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = useRef(false);
  const drawn = changes.map((c) => c.id).join();
  useEffect(() => {
    if (!map || changes.length === 0) return;
    map.draw("changes", ...changes.flatMap(drawingOf));
    if (!shown.current) map.fit(around(changes.map((c) => boxOf(c.geometry))), 16);
    shown.current = true;
  }, [map, drawn]); // eslint-disable-line react-hooks/exhaustive-deps -- the same changes are drawn once
  useEffect(() => {
    if (!map) return;
    const stop = map.onPick("changes", (id) => {
      setChosen(id);
      const row = document.getElementById(rowId(id));
      row?.scrollIntoView({ block: "nearest" });
      row?.focus({ preventScroll: true });
    });
    return () => {
      stop();
      map.draw("changes");
      map.draw("highlight");
    };
  }, [map]);
  const show = useCallback((id: string) => {
    const change = changes.find((c) => c.id === id);
    if (!map || !change) return;
    setChosen(id);
    const shape = change.geometry;
    map.draw("highlight", shape);
    map.fit(around([boxOf(shape), ...(change.former_geometry ? [boxOf(change.former_geometry as unknown as Geometry)] : [])]), 17);
  }, [map, changes]);
  return { chosen, show };
}

type Box = [number, number, number, number];

const around = (boxes: readonly Box[]): Box => [
  Math.min(...boxes.map((b) => b[0])), Math.min(...boxes.map((b) => b[1])), Math.max(...boxes.map((b) => b[2])), Math.max(...boxes.map((b) => b[3])),
];
