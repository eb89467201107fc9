import type { LayerSpecification, SourceSpecification, StyleSpecification } from "maplibre-gl";
import { type Layer, isBackground, tileAddress } from "../../layers/layer";
import type { Background } from "../../page/config";
import { type Slot, parts, regular, slots } from "./drawing";
import { gridLayers, gridSources } from "./grid";
import { overlayLayers, overlaySources } from "./overlay";

/** Tiles are cut to this zoom; closer in, the map stretches them. */
export const tileZoom = 16;
/** Up to this zoom the background is one request per tile for all its layers. */
const backgroundSource = "background";
const startSource = "start";

/** The style layer below which everything of a slot goes. */
export const slotEnd = (slot: Slot) => `slot/${slot}`;

/** A vector source of several layers' versions in one tile. */
export function vectorSource(layers: readonly Layer[]): SourceSpecification {
  return {
    type: "vector",
    tiles: [tileAddress(layers)],
    minzoom: Math.min(...layers.map((l) => l.style.min_zoom)),
    maxzoom: tileZoom,
  };
}

/** Where the map's first look comes from: the layers that are on share one source, the background another. */
export function mapStyle(layers: readonly Layer[], visible: ReadonlySet<string>, raster?: Background): StyleSpecification {
  const sources: Record<string, SourceSpecification> = { ...gridSources(), ...overlaySources() };
  const bySlot = new Map<Slot, LayerSpecification[]>(slots.map((s) => [s, []]));
  const add = (group: readonly Layer[], source: string) => {
    if (group.length === 0) return;
    sources[source] = vectorSource(group);
    for (const layer of group) for (const part of parts(layer, source)) bySlot.get(part.slot)?.push(part.spec);
  };
  const drawn = raster ? layers.filter((l) => l.theme === "municipality") : layers.filter(isBackground);
  add(drawn, backgroundSource);
  add(layers.filter((l) => !isBackground(l) && visible.has(l.id)), startSource);

  const background: LayerSpecification[] = [{ id: "paper", type: "background", paint: { "background-color": "#f7f7f8" } }];
  if (raster) {
    sources.raster = { type: "raster", tiles: [location.origin + raster.tiles], tileSize: raster.tile_size, maxzoom: raster.max_zoom, attribution: raster.attribution };
    background.push({ id: "raster", type: "raster", source: "raster" });
  }
  return {
    version: 8,
    sources,
    layers: [
      ...background,
      ...gridLayers(regular, !raster),
      ...slots.flatMap((slot) => [...(bySlot.get(slot) ?? []), end(slot)]),
      ...overlayLayers(),
    ],
  };
}

/** A marker that draws nothing: layers turned on later are put before it. */
function end(slot: Slot): LayerSpecification {
  return { id: slotEnd(slot), type: "background", layout: { visibility: "none" } };
}
