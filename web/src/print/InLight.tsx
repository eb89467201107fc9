import type { ReactNode } from "react";
import { MapContext, useMap } from "../map/MapContext";
import type { ServedStyle } from "../map/style/served";

/** Legends on paper are in the light map's colours, whatever the one on the screen has. */
export function InLight({ style, children }: { style: ServedStyle | null; children: ReactNode }) {
  return <MapContext value={{ ...useMap(), style }}>{children}</MapContext>;
}
