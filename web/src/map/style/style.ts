import type { LayerSpecification, SourceSpecification, StyleSpecification } from "maplibre-gl";
import { type Layer, tileAddress } from "../../layers/layer";
import type { Background } from "../../page/config";
import type { Ink } from "./ink";
import { type ServedStyle, from, partsByLayer } from "./served";

/** Tiles are cut to this zoom; closer in, the map stretches them. */
export const tileZoom = 16;
/** The most layers that the service puts into one tile. */
export const layersInTile = 32;

/** The style layer below which everything of a slot goes. */
export const slotEnd = (slot: string) => `slot/${slot}`;

/** A vector source of several layers' versions in one tile. */
export function vectorSource(layers: readonly Layer[]): SourceSpecification {
  return {
    type: "vector",
    tiles: [tileAddress(layers)],
    minzoom: Math.min(...layers.map((l) => l.style.min_zoom)),
    maxzoom: tileZoom,
  };
}

/** The source of a layer of the first look: they share one, so that each tile is one request. */
export const firstSource = (index: number) => `first/${Math.floor(index / layersInTile)}`;

/** Where the images of a style lie, by our own address whatever the service is called from outside. */
export const spriteAddress = ({ dark }: Ink) => `${location.origin}/styles/sprites/${dark ? "dark" : "light"}`;

/** The map's first look, of the layers that are on and lie in view. Others get sources of their own when they come. */
export function mapStyle(first: readonly Layer[], served: ServedStyle, ink: Ink, raster?: Background): StyleSpecification {
  const slots = served.metadata["lupakartta:slots"];
  const parts = partsByLayer(served);
  const sources: Record<string, SourceSpecification> = {};
  const bySlot = new Map<string, LayerSpecification[]>(slots.map((s) => [s, []]));
  for (const [i, layer] of first.entries()) {
    const source = firstSource(i);
    sources[source] ??= vectorSource(first.slice(i, i + layersInTile));
    for (const part of parts.get(layer.id) ?? []) bySlot.get(part.slot)?.push(from(source, part));
  }

  const background = ground(served, ink);
  if (raster) {
    sources.raster = { type: "raster", tiles: [location.origin + raster.tiles], tileSize: raster.tile_size, maxzoom: raster.max_zoom, attribution: raster.attribution };
  } else background.pop();
  return {
    version: 8,
    sources,
    sprite: spriteAddress(ink),
    layers: [...background, end("paper"), ...slots.flatMap((slot) => [...(bySlot.get(slot) ?? []), end(slot)])],
  };
}

/** What lies below every layer: the paper, and the raster background where there is one. */
export function ground(served: ServedStyle, ink: Ink): LayerSpecification[] {
  return [
    { id: "paper", type: "background", paint: { "background-color": served.metadata["lupakartta:paper"] } },
    { id: "raster", type: "raster", source: "raster", ...(ink.dark ? { paint: ink.raster } : {}) },
  ];
}

/** A marker that draws nothing: layers turned on later are put before it. */
function end(slot: string): LayerSpecification {
  return { id: slotEnd(slot), type: "background", layout: { visibility: "none" } };
}
