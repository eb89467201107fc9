import { createContext, useContext } from "react";
import type { Layer } from "../layers/layer";
import type { MapEngine } from "./engine";
import type { ServedStyle } from "./style/served";

/** What the page's parts share: the map, when there is one, and the layers. */
export interface Shared {
  /** null until the map is open, and for good where the browser cannot draw one. */
  map: MapEngine | null;
  /** The browser cannot draw the map; lists and forms do everything without it. */
  mapFailed: boolean;
  layers: readonly Layer[];
  /** How layers are drawn and explained, in the tone that the map has; null until it has come. */
  style: ServedStyle | null;
}

export const MapContext = createContext<Shared>({ map: null, mapFailed: false, layers: [], style: null });

export const useMap = (): Shared => useContext(MapContext);
