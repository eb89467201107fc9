import type { components } from "../api/schema";

/** A published layer as the API lists it, in drawing order, lowest first. */
export type Layer = components["schemas"]["Layer"];

/** Themes that make up the background. */
const backgroundThemes = ["base_land", "base_water", "base_street", "municipality"];

/** The background is drawn always, and not listed among what can be turned on; a layer of its themes that its recipe keeps off is one like any other. */
export const isBackground = (layer: Layer): boolean => backgroundThemes.includes(layer.theme) && layer.style.visible;

/** Whether a layer is drawn: the background always, unless a raster takes its place, others when they are wanted. */
export const isShown = (layer: Layer, wanted: ReadonlySet<string>, raster: boolean): boolean =>
  isBackground(layer) ? !raster || layer.theme === "municipality" : wanted.has(layer.id);

/** Themes in the order in which the layer list shows them. */
export const themeOrder = [
  "natura", "protected_area", "groundwater", "flood", "consultation_zone", "seveso_plant", "utility_line", "sensitive_site", "noise",
  "contaminated", "zoning", "plan_preparation", "cultural", "project", "event", "venue", "roadwork", "transit", "property", "building",
  "address", "population", "district", "municipality", "base_street", "base_water", "base_land",
] as const;

export type Theme = (typeof themeOrder)[number];

/** Tells a live layer by its id, before it is fetched. */
export const hasLiveId = (id: string): boolean => id.startsWith("live_");

/** What is drawn when the address says nothing about layers. */
export function visibleByDefault(layers: readonly Layer[]): string[] {
  return layers.filter((l) => l.style.visible && !isBackground(l)).map((l) => l.id);
}

/** The address of one tile of several layers: of versions immutable, so it never has to be asked again; of a live layer the tile as it is now. */
export function tileAddress(layers: readonly Layer[]): string {
  const list = layers.map((l) => (l.live ? l.id : `${l.id}@${l.version}`)).join(",");
  return `${location.origin}/tiles/WebMercatorQuad/${list}/{z}/{x}/{y}.mvt`;
}
