import { useEffect, useRef, useState } from "react";
import { store, useAddress } from "../address/store";
import { boxAround } from "../geo/measure";
import { useMap } from "../map/MapContext";
import type { Drawing } from "../map/drawing";
import { useText } from "../i18n/useText";
import { announce } from "../shell/Announcer";
import { Cross } from "./Cross";
import { drawn, placeIsSet, setDrawn, useDrawn } from "./drawn";
import { marked } from "./marked";

/** The place on the map, and the tools that draw it. */
export function PlaceOnMap() {
  const { map } = useMap();
  const place = useAddress((s) => s.place);
  const other = useAddress((s) => (s.view === "requirements" ? s.other : null));
  const run = useAddress((s) => s.run);
  const tool = useDrawn((d) => d.tool);
  const shown = useRef(false);

  useEffect(() => {
    if (run) return; // a kept check shows its own (runs/RunView.tsx)
    map?.draw("place", ...(place && tool !== "edit" ? (other ? marked(place, "A") : [place]) : []));
    map?.draw("other", ...(other ? marked(other, "B") : []));
    // A link without a camera opens where its place is.
    if (map && place && !shown.current && !new URLSearchParams(location.search).has("center")) map.fit(boxAround(place, other), 16);
    shown.current = true;
  }, [map, place, other, tool, run]);

  useTools();
  return tool && tool !== "edit" ? <Cross /> : null;
}

/** Loads the drawing tools when one is taken, and hands them what the bar asks for. */
function useTools() {
  const { map } = useMap();
  const { t } = useText();
  const tool = useDrawn((d) => d.tool);
  const { finish, undo, redo } = { finish: useDrawn((d) => d.finish), undo: useDrawn((d) => d.undo), redo: useDrawn((d) => d.redo) };
  const [drawing, setDrawing] = useState<Drawing | null>(null);

  useEffect(() => {
    if (!map || !tool || drawing) return;
    let here = true;
    void import("../map/drawing").then(({ Drawing }) => {
      if (!here) return;
      setDrawing(new Drawing(map, {
        onShape: (geometry) => {
          const editing = store.state.place !== null && editingNow();
          void store.setPlace(geometry, { check: editing && store.state.check }, drawn().target); // findings that are shown follow the corners
          if (!editing) setDrawn({ tool: null, sketch: null });
          announce(t(placeIsSet()));
        },
        onSketch: (sketch) => setDrawn({ sketch }),
        onLetGo: () => setDrawn({ letGo: drawn().letGo + 1 }),
      }));
    });
    return () => {
      here = false;
    };
  }, [map, tool, drawing, t]);

  useEffect(() => {
    if (!drawing) return;
    if (!tool) drawing.end();
    else if (tool === "edit") {
      if (store.state.place && !drawing.edit(store.state.place)) setDrawn({ tool: null });
    } else drawing.begin(tool);
  }, [drawing, tool]);

  useEffect(() => {
    if (finish > 0) drawing?.finish();
  }, [drawing, finish]);
  useEffect(() => {
    if (undo > 0) drawing?.undo();
  }, [drawing, undo]);
  useEffect(() => {
    if (redo > 0) drawing?.redo();
  }, [drawing, redo]);
}

const editingNow = () => drawn().tool === "edit";
