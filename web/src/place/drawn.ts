import type { Geometry } from "geojson";
import { useSyncExternalStore } from "react";
import type { Tool } from "../map/tool";

/** What is being drawn: shared by the bar in the panel and the map. */
interface Drawn {
  tool: Tool | null;
  sketch: Geometry | null;
  /** Counts requests to the map; the component on the map answers each once. */
  finish: number;
  undo: number;
  redo: number;
  /** How often the pointer has let go of the shape. */
  letGo: number;
}

let state: Drawn = { tool: null, sketch: null, finish: 0, undo: 0, redo: 0, letGo: 0 };
const listeners = new Set<() => void>();

export function setDrawn(change: Partial<Drawn>): void {
  state = { ...state, ...change };
  for (const listener of listeners) listener();
}

export const drawn = (): Drawn => state;

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function useDrawn<T>(select: (state: Drawn) => T): T {
  return useSyncExternalStore(subscribe, () => select(state));
}
