import { createContext, useContext, useSyncExternalStore } from "react";
import type { Purpose } from "./part";
import { Workbench } from "./workbench";

interface Shared {
  bench: Workbench;
  purposes: readonly Purpose[];
  withTimes: boolean;
  withVenues: boolean;
  /** What a check is told about the project. */
  answers: Readonly<Record<string, unknown>>;
}

export const BenchContext = createContext<Shared>({ bench: new Workbench([], null, { onChange: () => undefined, onSketch: () => undefined }), purposes: [], withTimes: false, withVenues: false, answers: {} });

/** The workbench, and its state as it is now. */
export function useBench() {
  const shared = useContext(BenchContext);
  const state = useSyncExternalStore(shared.bench.subscribe, () => shared.bench.state);
  return { ...shared, state, parts: state.history.now, held: shared.bench.held };
}
