import type { Geometry } from "geojson";
import type { Map as GlMap, SourceSpecification, StyleSpecification } from "maplibre-gl";
import { type Layer, isShown } from "../layers/layer";
import type { Background } from "../page/config";
import { touches, viewBox } from "./box";
import type { Camera, Library } from "./engine";
import { gridLines } from "./grid";
import type { TileError } from "./missing";
import { gridLayers } from "./style/grid";
import { light, regular } from "./style/ink";
import { overlayLayers } from "./style/overlay";
import { marked } from "../place/marked";
import { type ServedStyle, pointCount } from "./style/served";
import { mapStyle, slotEnd } from "./style/style";

export interface Request {
  camera: Camera;
  /** Of the picture, pixels in which the style measures. */
  width: number;
  height: number;
  layers: readonly Layer[];
  /** Ids of layers that are on, beside the background. */
  wanted: ReadonlySet<string>;
  /** Light, whatever the map on the screen is. */
  style: ServedStyle;
  background?: Background;
  place: Geometry | null;
  /** The place that it is compared with; both have their letters then. */
  other?: Geometry | null;
}

/** A map that is drawn for paper, and what is seen on it. */
export interface Picture {
  image: Blob;
  /** The values of color_by that are seen, by layer. */
  seen: ReadonlyMap<string, ReadonlySet<string>>;
  /** The layers of which points are seen that stand for several. */
  gathered: ReadonlySet<string>;
  /** Tiles that did not come. */
  missing: number;
  /** Layers with features that tiles had no room for. */
  leftOut: ReadonlySet<string>;
}

/** Pixels of the picture per pixel that is asked for: with the sheet's own finer pixels 288 to an inch. */
const density = 2;

/** Draws the map of a sheet, beside the one on the screen. */
export async function drawPicture(gl: Library, request: Request, signal: AbortSignal): Promise<Picture> {
  const container = document.createElement("div");
  container.className = "print-canvas";
  container.style.width = `${request.width}px`;
  container.style.height = `${request.height}px`;
  container.inert = true;
  document.body.append(container);
  const map = new gl.Map({
    container, style: styleOf(request), center: [request.camera.lon, request.camera.lat], zoom: request.camera.zoom, maxZoom: 24,
    interactive: false, attributionControl: false, pixelRatio: density, maxCanvasSize: [8192, 8192], fadeDuration: 0,
    renderWorldCopies: false, validateStyle: false, trackResize: false, canvasContextAttributes: { preserveDrawingBuffer: true },
  });
  try {
    const missing = await drawn(map, signal);
    return { image: await pictureOf(map.getCanvas()), ...seenOn(map, request.layers), missing, leftOut: leftOutOf(map) };
  } finally {
    map.remove();
    container.remove();
  }
}

function styleOf({ camera, width, height, layers, wanted, style, background, place, other }: Request): StyleSpecification {
  const box = viewBox(camera, width, height);
  const shown = layers.filter((l) => isShown(l, wanted, Boolean(background)) && touches(l.bbox, box));
  const result = mapStyle(shown, style, light, background);
  const grid: SourceSpecification = { type: "geojson", data: gridLines(box, camera.zoom) };
  const paper = result.layers.findIndex((l) => l.id === slotEnd("paper"));
  result.layers.splice(paper, 0, ...gridLayers(regular, false, light));
  result.sources = { ...result.sources, grid };
  if (place) {
    result.sources.place = { type: "geojson", data: { type: "FeatureCollection", features: other ? marked(place, "A") : [{ type: "Feature", properties: {}, geometry: place }] } };
    result.layers.push(...overlayLayers(light).place);
  }
  if (other) {
    result.sources.other = { type: "geojson", data: { type: "FeatureCollection", features: marked(other, "B") } };
    result.layers.push(...overlayLayers(light).other);
  }
  return result;
}

/** Waits until everything has been drawn, asks once more for tiles that did not come, and counts those that did not even then. */
async function drawn(map: GlMap, signal: AbortSignal): Promise<number> {
  const missing = new Map<string, { source: string; x: number; y: number; z: number }>();
  map.on("error", ({ error, sourceId, tile }: TileError) => {
    if (!sourceId || !tile) {
      console.error(error); // as the library does when nobody listens
      return;
    }
    const { x, y, z } = tile.tileID.canonical;
    missing.set(`${sourceId} ${z}/${x}/${y}`, { source: sourceId, x, y, z });
  });
  await idle(map, signal);
  if (missing.size === 0) return 0;
  const again = [...missing.values()];
  missing.clear();
  await new Promise((done) => setTimeout(done, 1000));
  const settled = idle(map, signal);
  for (const { source, ...tile } of again) map.refreshTiles(source, [tile]);
  await settled;
  return missing.size;
}

function idle(map: GlMap, signal: AbortSignal): Promise<void> {
  return new Promise((done, refuse) => {
    const stop = () => refuse(new DOMException("no longer wanted", "AbortError"));
    if (signal.aborted) return stop();
    signal.addEventListener("abort", stop, { once: true });
    void map.once("idle").then(() => done());
  });
}

function pictureOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((done, refuse) => canvas.toBlob((blob) => (blob ? done(blob) : refuse(new Error("the browser made no picture"))), "image/png"));
}

/** The layers that have something on the map, which of their classes, and which of them points that stand for several. */
function seenOn(map: GlMap, layers: readonly Layer[]): Pick<Picture, "seen" | "gathered"> {
  const attribute = new Map(layers.map((l) => [l.id, l.style.color_by]));
  const seen = new Map<string, Set<string>>();
  const gathered = new Set<string>();
  for (const feature of map.queryRenderedFeatures()) {
    const id = (feature.layer.metadata as Record<string, string> | undefined)?.["lupakartta:layer"];
    if (!id) continue;
    const values = seen.get(id) ?? new Set<string>();
    seen.set(id, values);
    if (pointCount in feature.properties) {
      gathered.add(id);
      continue;
    }
    const by = attribute.get(id);
    if (by) values.add(String(feature.properties[by] ?? ""));
  }
  return { seen, gathered };
}

/** The layers that tiles had no room for all of: a tile says so of itself (docs/life-of-a-tile.md). */
function leftOutOf(map: GlMap): Set<string> {
  const layers = new Set<string>();
  for (const [id, source] of Object.entries(map.getStyle().sources)) {
    if (source.type !== "vector") continue;
    for (const { properties } of map.querySourceFeatures(id, { sourceLayer: "_left_out" })) layers.add(String(properties.layer));
  }
  return layers;
}
