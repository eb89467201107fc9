import type { Feature, Geometry } from "geojson";
import { useEffect, useRef, useState } from "react";
import { store } from "../address/store";
import { boxAround, boxOf, lengthOf, middleOf } from "../geo/measure";
import { useProjects } from "../i18n/projects";
import { visibleByDefault } from "../layers/layer";
import { useMap } from "../map/MapContext";
import type { Drawing } from "../map/drawing";
import type { MapEngine } from "../map/engine";
import type { Handles } from "../map/handles";
import type { Snapper } from "../map/snapper";
import { drawn, setDrawn } from "../place/drawn";
import { announce } from "../shell/Announcer";
import { useBench } from "./BenchContext";
import { type Part, type Shape, type Sketch, isShape } from "./part";
import { runs } from "./shape";

interface Tools {
  drawing: Drawing;
  handles: Handles;
  snapper: Snapper;
}

/** What is done with a shape that was drawn. */
type OnDrawn = (geometry: Shape) => void;

/** The parts on the map, and the tools that draw and move them: loaded when one is first taken. */
export function useOnMap(onDrawn: OnDrawn, sketch: Sketch | null): void {
  const { map } = useMap();
  const { bench, state, parts } = useBench();
  const tools = useTools(map, onDrawn);
  useParts(map, parts, state.held, state.live);
  useMeasured(map, state.measured ?? (state.doing?.what === "draw" && state.doing.aim === "distance" ? state.drawn : null));
  useFocus(map);

  const { doing, snap } = state;
  const [first] = useState(sketch); // with what drawing goes on after a crash
  const taken = useRef(false);
  useEffect(() => {
    if (!tools || !map) return;
    tools.snapper.follow(snap, parts.flatMap((part) => runs(part.geometry)).map(({ corners, closed }) => ({ corners, closed })));
  }, [tools, map, snap, parts]);
  useEffect(() => {
    if (!tools) return;
    if (doing?.what !== "draw") {
      tools.drawing.end();
      return;
    }
    const resumed = !taken.current && first?.tool === doing.tool && first.aim === doing.aim ? first.corners : [];
    taken.current = true;
    if (resumed.length > 0) map?.fit(boxOf({ type: "MultiPoint", coordinates: resumed }), 17);
    tools.drawing.resume(doing.tool, resumed);
  }, [tools, doing, first, map]);
  const held = parts.find((p) => p.id === state.held);
  useEffect(() => {
    if (!tools) return;
    if (held && (doing?.what === "corners" || doing?.what === "move" || doing?.what === "turn")) tools.handles.take(held.geometry, doing.what);
    else tools.handles.drop();
  }, [tools, doing, held]);
  useEffect(() => {
    if (doing?.what === "draw" || doing?.what === "move" || doing?.what === "turn" || doing?.what === "corners") map?.canvas.focus({ preventScroll: true });
  }, [map, doing]);
  useEffect(() => map?.onPick("parts", (id) => bench.hold(id)), [map, bench]);
  useKeys(map);
}

/** With the map in focus: changes are taken back and done again, and what is done is ended; while a shape is drawn the keys are the tool's. */
function useKeys(map: MapEngine | null): void {
  const { bench } = useBench();
  useEffect(() => {
    if (!map) return;
    const down = (event: KeyboardEvent) => {
      const { doing } = bench.state;
      if (!doing || doing.what === "draw" || event.altKey) return;
      const name = event.key.toLowerCase();
      const held = event.ctrlKey || event.metaKey;
      if (held && name === "z" && !event.shiftKey) bench.undo();
      else if (held && (name === "y" || name === "z")) bench.redo();
      else if (event.key === "Escape") bench.stop();
      else return;
      event.preventDefault();
    };
    const { canvas } = map;
    canvas.addEventListener("keydown", down);
    return () => canvas.removeEventListener("keydown", down);
  }, [map, bench]);
}

/** Milliseconds after which the tools are asked for again. */
const again = 3000;

function useTools(map: MapEngine | null, onDrawn: OnDrawn): Tools | null {
  const { bench, state } = useBench();
  const { t } = useProjects();
  const [tools, setTools] = useState<Tools | null>(null);
  const [tries, setTries] = useState(0);
  const latest = useRef(onDrawn);
  useEffect(() => {
    latest.current = onDrawn;
  });
  const wanted = state.doing !== null && state.doing.what !== "units" && state.doing.what !== "venue";
  useEffect(() => {
    if (!map || !wanted || tools) return;
    let here = true;
    let timer = 0;
    Promise.all([import("../map/drawing"), import("../map/handles"), import("../map/snapper")]).then(([{ Drawing }, { Handles }, { Snapper }]) => {
      if (!here) return;
      const snapper = new Snapper(map);
      const letGo = () => setDrawn({ letGo: drawn().letGo + 1 });
      const drawing = new Drawing(map, {
        onShape: (geometry) => isShape(geometry) && latest.current(geometry),
        onSketch: (shape) => bench.set({ drawn: shape }),
        onCorners: (corners) => bench.corners(corners),
        onLetGo: letGo,
      }, snapper);
      const handles = new Handles(map, snapper, {
        onChange: (shape, done, run) => {
          if (done) bench.change({ geometry: shape }, run);
          else bench.set({ live: shape });
        },
        onGone: () => {
          const { held } = bench;
          if (held) bench.remove(held.id);
          announce(t("placing.removed"));
        },
        onChosen: (corner) => bench.set({ corner }),
        onLetGo: letGo,
      });
      bench.equip(drawing, handles);
      setTools({ drawing, handles, snapper });
      bench.set({ toolsAway: false });
    }, () => {
      if (!here) return;
      bench.set({ toolsAway: true });
      timer = window.setTimeout(() => setTries(tries + 1), again);
    });
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [map, wanted, tools, bench, t, tries]);
  useEffect(() => {
    if (!tools) return;
    return () => {
      bench.equip(null, null);
      tools.handles.close();
      tools.drawing.close();
    };
  }, [tools, bench]);
  return tools;
}

/** Draws the parts, the one at hand stronger, each with its number when there are several. */
function useParts(map: MapEngine | null, parts: readonly Part[], held: string | null, live: Shape | null): void {
  useEffect(() => {
    const features = parts.flatMap((part, i): Feature[] => {
      const geometry = part.id === held && live ? live : part.geometry;
      const properties = { id: part.id, held: part.id === held };
      const sign = { ...properties, sign: String(i + 1) };
      if (parts.length === 1) return [{ type: "Feature", properties, geometry }];
      if (geometry.type === "Point") return [{ type: "Feature", properties: sign, geometry }];
      return [{ type: "Feature", properties, geometry }, { type: "Feature", properties: sign, geometry: { type: "Point", coordinates: [...middleOf(geometry)] } }];
    });
    map?.draw("parts", ...features);
  }, [map, parts, held, live]);
  useEffect(() => () => {
    map?.draw("parts");
    map?.draw("handles");
  }, [map]);
}

/** The line along which a distance is measured, with its length. */
function useMeasured(map: MapEngine | null, line: Geometry | null): void {
  const { length } = useProjects();
  useEffect(() => {
    if (!map || !line) return;
    map.draw("measure", { type: "Feature", properties: { text: length(lengthOf(line)) }, geometry: line });
    return () => map.draw("measure");
  }, [map, line, length]);
}

/** Shows the whole place when the workbench opens. */
function useFocus(map: MapEngine | null): void {
  const { bench } = useBench();
  const shown = useRef(false);
  useEffect(() => {
    if (!map || shown.current) return;
    shown.current = true;
    if (bench.parts.length > 0) map.fit(boxAround(...bench.parts.map((p) => p.geometry)), 16);
  }, [map, bench]);
}

/** Turns the layers of a theme on, so that what is snapped to or picked is seen. */
export function useThemeShown(theme: "property" | "venue"): () => void {
  const { layers } = useMap();
  return () => {
    const on = store.state.layers ?? visibleByDefault(layers);
    const more = layers.filter((l) => l.theme === theme && !on.includes(l.id)).map((l) => l.id);
    if (more.length > 0) store.set({ layers: [...on, ...more] });
  };
}
