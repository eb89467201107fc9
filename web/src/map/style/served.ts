import type { LayerSpecification, StyleSpecification } from "maplibre-gl";
import { patiently } from "../../api/patiently";
import type { Lang } from "../../i18n/language";

/** How features look, as a small picture: a symbol, a line, an area, or the circle of several points. Shapes and patterns name the style's paths. */
export interface Swatch {
  value?: string;
  label?: string;
  kind: "point" | "line" | "area" | "cluster";
  shape?: string;
  fill?: string;
  fill_opacity?: number;
  pattern?: string;
  pattern_color?: string;
  line?: string;
  width?: number;
  dash?: number[];
  casing?: string;
  /** Colour of a cluster's number. */
  text?: string;
}

/** What explains one layer. */
export interface Entry {
  layer: string;
  title: string;
  version: number;
  look: Swatch;
  classes?: Swatch[];
  /** Points that lie close together, where tiles have them as one. */
  cluster?: Swatch;
}

/** The attribute of points that stand for several: how many. */
export const pointCount = "point_count";
/** The style layer that draws them for a layer. */
export const clusterPart = (layer: string) => `${layer}/cluster`;

export interface Paths {
  /** Outlines in a box of 24 × 24. */
  shapes: Record<string, string>;
  /** Lines in a tile of 12 × 12, which repeats. */
  patterns: Record<string, { path: string; width: number }>;
}

/** The style of every published layer, as the service makes it: docs/styles.md. */
export interface ServedStyle extends StyleSpecification {
  metadata: {
    "lupakartta:legend": Entry[];
    "lupakartta:paths": Paths;
    "lupakartta:slots": string[];
    "lupakartta:paper": string;
    "lupakartta:sprite": string;
  };
}

/** Fetches the style; its tone is known to the browser alone, so that the page's head cannot preload it. */
export function fetchStyle(lang: Lang, dark: boolean, cache: RequestCache = "default"): Promise<ServedStyle> {
  return patiently<ServedStyle>(`/styles/map${dark ? "/dark" : ""}.json?lang=${lang}`, cache);
}

/** One style layer with its place in the drawing order. */
export interface Part {
  slot: string;
  spec: Exclude<LayerSpecification, { type: "background" }>;
}

/** The parts of each layer in the style. */
export function partsByLayer(style: ServedStyle): ReadonlyMap<string, readonly Part[]> {
  const parts = new Map<string, Part[]>();
  for (const spec of style.layers) {
    const { "lupakartta:layer": layer, "lupakartta:slot": slot } = (spec.metadata ?? {}) as Record<string, string>;
    if (spec.type === "background" || layer === undefined || slot === undefined) continue;
    const own = parts.get(layer);
    if (own) own.push({ slot, spec });
    else parts.set(layer, [{ slot, spec }]);
  }
  return parts;
}

/** A part that shows its layer from a source of ours. */
export function from(source: string, { spec }: Part): LayerSpecification {
  return { ...spec, source, layout: { ...spec.layout, visibility: "visible" } };
}
