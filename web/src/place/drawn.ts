import type { Geometry } from "geojson";
import { useSyncExternalStore } from "react";
import { type Which, store } from "../address/store";
import type { Tool } from "../map/tool";

/** What is being drawn: shared by the bar in the panel and the map. */
interface Drawn {
  tool: Tool | null;
  sketch: Geometry | null;
  /** Which of two places is being put. */
  target: Which;
  /** Counts requests to the map; the component on the map answers each once. */
  finish: number;
  undo: number;
  redo: number;
  /** How often the pointer has let go of the shape. */
  letGo: number;
}

let state: Drawn = { tool: null, sketch: null, target: "place", finish: 0, undo: 0, redo: 0, letGo: 0 };
const listeners = new Set<() => void>();

export function setDrawn(change: Partial<Drawn>): void {
  state = { ...state, ...change };
  for (const listener of listeners) listener();
}

export const drawn = (): Drawn => state;

/** The place beside which one is being put, of two that are compared. */
export const beside = (): Geometry | null => (store.state.view === "requirements" ? store.state[state.target === "place" ? "other" : "place"] : null);

/** What is said when a place was put: what can be done with it then. */
export const placeIsSet = () => (store.state.view === "requirements" ? "place.put" : "place.set");

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function useDrawn<T>(select: (state: Drawn) => T): T {
  return useSyncExternalStore(subscribe, () => select(state));
}
