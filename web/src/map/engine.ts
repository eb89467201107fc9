import type { Feature, FeatureCollection, Geometry } from "geojson";
import type { GeoJSONSource, LayerSpecification, Map as GlMap, MapMouseEvent } from "maplibre-gl";
import { moved } from "../geo/measure";
import { type Layer, isBackground, isShown } from "../layers/layer";
import type { Background } from "../page/config";
import { type Box, around, tileBox, touches, viewBox } from "./box";
import { gridLines, nothingThere } from "./grid";
import { closer } from "./closer";
import { LiveTiles } from "./live";
import { askAgain } from "./missing";
import { draw } from "./style/images";
import { gridLayers, gridSources } from "./style/grid";
import { type Overlay, overlayLayers, overlays } from "./style/overlay";
import { firstSource, ground, layersInTile, mapStyle, slotEnd, spriteAddress, tileZoom, vectorSource } from "./style/style";
import { type Ink, inkOf, regular } from "./style/ink";
import { type Part, type ServedStyle, clusterPart, from, partsByLayer } from "./style/served";

/** The map library: the only import of it is here and in the drawing tools. */
export type Library = typeof import("maplibre-gl");

/** Where the map looks: CRS84 degrees and web-mercator zoom. */
export interface Camera {
  lon: number;
  lat: number;
  zoom: number;
}

/** How much of the map's sides the panel covers, pixels. */
export interface Padding {
  left: number;
  bottom: number;
  top: number;
  right: number;
}

export interface Words {
  title: string;
  noBackground: string;
}

interface Options {
  container: HTMLElement;
  layers: readonly Layer[];
  style: ServedStyle;
  dark: boolean;
  visible: readonly string[];
  camera: Camera;
  background?: Background;
  words: Words;
}

/** The map as the rest of the page knows it. It alone touches the map library. */
export class MapEngine {
  readonly map: GlMap;
  private layers: readonly Layer[];
  private readonly sources = new Map<string, string>(); // layer id → source id
  private readonly live: LiveTiles;
  private readonly covered: Box[];
  private readonly words: Words;
  private padding: Padding = { left: 0, top: 0, right: 0, bottom: 0 };
  private readonly raster: boolean;
  /** Layers that are turned on, beside the background. */
  private wanted: ReadonlySet<string>;
  private later = 0;
  private ink: Ink;
  private served: ServedStyle;
  private parts: ReadonlyMap<string, readonly Part[]>;
  /** Sources and layers can be added. */
  private styled = false;
  /** Click handlers stand aside while a tool draws. */
  private readonly busy = new Set<string>();
  private readonly pickers = new Map<Overlay, (id: string) => void>();

  constructor(gl: Library, options: Options) {
    this.layers = options.layers;
    this.words = options.words;
    this.ink = inkOf(options.dark);
    this.served = options.style;
    this.parts = partsByLayer(options.style);
    this.raster = Boolean(options.background);
    this.covered = options.layers
      .filter((l) => isBackground(l) && (l.theme === "base_land" || l.theme === "base_water") && l.bbox?.length === 4)
      .map((l) => l.bbox as unknown as Box);
    this.wanted = new Set(options.visible);
    const near = around(viewBox(options.camera, options.container.clientWidth, options.container.clientHeight));
    const first = options.layers.filter((l) => this.isOn(l) && !l.live && touches(l.bbox, near)); // live layers have sources of their own
    for (const [i, layer] of first.entries()) this.sources.set(layer.id, firstSource(i));
    this.map = new gl.Map({
      container: options.container,
      style: mapStyle(first, options.style, this.ink, options.background),
      center: [options.camera.lon, options.camera.lat],
      zoom: options.camera.zoom,
      minZoom: 4,
      maxZoom: 20,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: 0,
      renderWorldCopies: false,
      maxTileCacheSize: 200,
      validateStyle: false,
      refreshExpiredTiles: false,
      locale: { "Map.Title": options.words.title },
    });
    askAgain(this.map);
    this.live = new LiveTiles(this.map);
    this.tellTone();
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    // What the page's own layers need is drawn when it is first asked for; the rest is in the sprite.
    this.map.setMissingStyleImageResolver((id) => {
      const image = draw(id, this.served.metadata["lupakartta:paths"]);
      if (image) this.map.addImage(id, image.data, { pixelRatio: image.pixelRatio });
    });
    void this.map.once("style.load").then(() => (this.styled = true));
    this.map.on("moveend", () => this.whenStyled(() => this.bring()));
    // The grid comes after the first look, which is all that most people wait for.
    void this.map.once("idle").then(() => {
      this.addGrid();
      this.map.on("moveend", () => this.drawGrid());
    });
  }

  get canvas(): HTMLCanvasElement {
    return this.map.getCanvas();
  }

  get camera(): Camera {
    const { lng, lat } = this.map.getCenter();
    return { lon: lng, lat, zoom: this.map.getZoom() };
  }

  /** What the person sees of the map, beside panels: west, south, east, north. */
  get extent(): Box {
    const { left, top, right, bottom } = this.padding;
    const { clientWidth, clientHeight } = this.canvas;
    const a = this.map.unproject([left, clientHeight - bottom]);
    const b = this.map.unproject([clientWidth - right, top]);
    return [Math.min(a.lng, b.lng), Math.min(a.lat, b.lat), Math.max(a.lng, b.lng), Math.max(a.lat, b.lat)];
  }

  /** Metres on the ground per pixel at the map's centre. */
  get metresPerPixel(): number {
    const { lat, zoom } = this.camera;
    return (40075016.686 * Math.cos((lat * Math.PI) / 180)) / (512 * 2 ** zoom);
  }

  /** Calls back when the first frame is drawn, before there are tiles. */
  onRender(callback: () => void): void {
    this.map.once("render", callback);
  }

  /** Calls back when everything in view is drawn. */
  onIdle(callback: () => void): void {
    this.map.once("idle", callback);
  }

  onMove(callback: (camera: Camera) => void): () => void {
    const handler = () => callback(this.camera);
    this.map.on("moveend", handler);
    return () => this.map.off("moveend", handler);
  }

  onClick(callback: (lon: number, lat: number) => void): () => void {
    const handler = (e: MapMouseEvent) => {
      if (!this.isBusy && !this.pick(e) && !this.approach(e)) callback(e.lngLat.lng, e.lngLat.lat);
    };
    this.map.on("click", handler);
    return () => this.map.off("click", handler);
  }

  /** Calls back with the id of what is drawn on an overlay and was clicked; such a click asks for nothing else. */
  onPick(overlay: Overlay, callback: (id: string) => void): () => void {
    this.pickers.set(overlay, callback);
    return () => this.pickers.delete(overlay);
  }

  private pick({ point: { x, y } }: MapMouseEvent): boolean {
    for (const [overlay, callback] of this.pickers) {
      const layers = overlayLayers(this.ink)[overlay].map((l) => l.id).filter((id) => this.map.getLayer(id));
      const [hit] = layers.length > 0 ? this.map.queryRenderedFeatures([[x - 8, y - 8], [x + 8, y + 8]], { layers }) : [];
      if (!hit) continue;
      callback(String(hit.properties.id));
      return true;
    }
    return false;
  }

  /** Goes closer to points that stand for several, where they were clicked: until they are parted, but not all the way at once. */
  private approach({ point: { x, y } }: MapMouseEvent): boolean {
    const layers = new Map(this.layers.filter((l) => l.style.cluster_below && this.map.getLayer(clusterPart(l.id))).map((l) => [clusterPart(l.id), l]));
    const [hit] = layers.size > 0 ? this.map.queryRenderedFeatures([x, y], { layers: [...layers.keys()] }) : [];
    const below = hit && layers.get(hit.layer.id)?.style.cluster_below;
    if (hit?.geometry.type !== "Point" || !below) return false;
    const [lon = 0, lat = 0] = hit.geometry.coordinates;
    this.flyTo({ lon, lat, zoom: closer(this.map.getZoom(), below) });
    return true;
  }

  /** Takes clicks for a tool, or gives back what it took. */
  setBusy(busy: boolean, tool = "drawing"): void {
    if (busy) this.busy.add(tool);
    else this.busy.delete(tool);
    this.canvas.classList.toggle("drawing", this.isBusy);
  }

  /** Gives each click, and Enter at the cross in the middle, to a tool that picks; arrows move the cross. Returns what ends it. */
  takeClicks(callback: (lon: number, lat: number) => void): () => void {
    const click = (e: MapMouseEvent) => callback(e.lngLat.lng, e.lngLat.lat);
    const arrows: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    const key = (event: KeyboardEvent) => {
      const arrow = arrows[event.key];
      if (event.key === "Enter") callback(this.camera.lon, this.camera.lat);
      else if (arrow) this.step(arrow[0], arrow[1], event.shiftKey);
      else return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    this.setBusy(true, "picking");
    this.map.on("click", click);
    this.canvas.addEventListener("keydown", key, { capture: true });
    return () => {
      this.map.off("click", click);
      this.canvas.removeEventListener("keydown", key, { capture: true });
      setTimeout(() => this.setBusy(false, "picking")); // after the click that ended it
    };
  }

  get isBusy(): boolean {
    return this.busy.size > 0;
  }

  /** The middle of what the person sees, pixels of the canvas. */
  get middle(): { x: number; y: number } {
    return this.map.project(this.map.getCenter());
  }

  /** Moves the middle by a round number of metres that is about 16 pixels, or ten times that. */
  step(east: number, north: number, far: boolean): void {
    const metres = roundBelow(this.metresPerPixel * 24) * (far ? 10 : 1);
    const { lon, lat } = this.camera;
    const [x, y] = moved([lon, lat], east * metres, north * metres);
    this.map.jumpTo({ center: [x, y] });
  }

  /** How far one press of a key moves what is in hand: a round number of metres of a few pixels, no less than 10 cm; or ten times that. */
  stride(far: boolean): number {
    return Math.max(roundBelow(this.metresPerPixel * 4), 0.1) * (far ? 10 : 1);
  }

  /** What is drawn of a theme within reach of a pixel, as its tiles have it, with the box of the tile, in which alone it is whole. */
  drawnNear(theme: string, { x, y }: { x: number; y: number }, reach: number): { geometry: Geometry; within: Box }[] {
    const layers = this.layers.filter((l) => l.theme === theme).flatMap((l) => this.drawnFor(l)).filter((id) => this.map.getLayoutProperty(id, "visibility") !== "none");
    if (layers.length === 0) return [];
    return this.map.queryRenderedFeatures([[x - reach, y - reach], [x + reach, y + reach]], { layers }).map((feature) => {
      const { _x, _y, _z } = feature as unknown as { _x: number; _y: number; _z: number };
      return { geometry: feature.geometry, within: tileBox(_x, _y, _z) };
    });
  }

  /** Moves the map; at once for those who asked for less motion, which the library sees to. */
  flyTo(camera: Partial<Camera> & { lon: number; lat: number }): void {
    this.map.easeTo({ center: [camera.lon, camera.lat], zoom: camera.zoom ?? this.map.getZoom(), padding: this.padding, duration: 600 });
  }

  /** Shows a box whole, no closer than maxZoom. */
  fit([west, south, east, north]: Box, maxZoom = 17): void {
    if (![west, south, east, north].every(Number.isFinite) || Math.max(-south, north) > 90) return; // what was typed or read may lie nowhere
    this.map.fitBounds([[west, south], [east, north]], { padding: 48, maxZoom, duration: 600 });
  }

  zoomBy(step: number): void {
    this.map.easeTo({ zoom: this.map.getZoom() + step, duration: 250 });
  }

  setPadding(padding: Padding): void {
    const sides = ["left", "top", "right", "bottom"] as const;
    if (sides.every((side) => padding[side] === this.padding[side])) return; // a frame less
    this.padding = padding;
    this.map.setPadding(padding);
  }

  /** Shows these layers, beside the background, and no others. */
  show(ids: ReadonlySet<string>): void {
    this.wanted = ids;
    this.whenStyled(() => {
      for (const layer of this.layers) {
        if (!isBackground(layer) && this.sources.has(layer.id)) this.setVisibility(layer, ids.has(layer.id) ? "visible" : "none");
      }
      this.bring();
    });
  }

  /** Takes over a newer list of layers and their style: those with another version are drawn anew, those that have gone no more. */
  update(layers: readonly Layer[], style: ServedStyle): void {
    this.whenStyled(() => {
      this.take(style);
      const versions = new Map(layers.map((l) => [l.id, l.version]));
      for (const old of this.layers) if (versions.get(old.id) !== old.version) this.takeOff(old);
      this.layers = layers;
      this.bring();
    });
  }

  private takeOff(layer: Layer): void {
    for (const id of this.drawnFor(layer)) this.map.removeLayer(id);
    this.sources.delete(layer.id);
  }

  /** Ids of the style layers that draw a layer now. */
  private drawnFor(layer: Layer): string[] {
    return this.map.getLayersOrder().filter((id) => id.startsWith(`${layer.id}/`));
  }

  private isOn(layer: Layer): boolean {
    return isShown(layer, this.wanted, this.raster);
  }

  /** Adds the layers that are on and have come near the view; those of one moment share their tiles. */
  private bring(): void {
    const near = around(this.bounds);
    const fresh = this.layers.filter((l) => this.isOn(l) && !this.sources.has(l.id) && touches(l.bbox, near));
    const lasting = fresh.filter((l) => !l.live);
    const groups = fresh.filter((l) => l.live).map((l) => [l]);
    for (let i = 0; i < lasting.length; i += layersInTile) groups.push(lasting.slice(i, i + layersInTile));
    for (const together of groups) {
      const source = `later/${this.later++}`;
      this.map.addSource(source, vectorSource(together));
      for (const layer of together) {
        this.sources.set(layer.id, source);
        for (const part of this.parts.get(layer.id) ?? []) this.map.addLayer(from(source, part), this.place(part.slot, layer));
      }
    }
  }

  private setVisibility(layer: Layer, visibility: "visible" | "none"): void {
    for (const id of this.drawnFor(layer)) {
      if (this.map.getLayoutProperty(id, "visibility") !== visibility) this.map.setLayoutProperty(id, "visibility", visibility);
    }
  }

  /** The id of the style layer before which a part belongs: the next layer's in its slot, or the slot's end. */
  private place(slot: string, layer: Layer): string {
    const slots = this.served.metadata["lupakartta:slots"];
    const above = new Set(this.layers.slice(this.layers.indexOf(layer) + 1).map((l) => l.id));
    const order = this.map.getLayersOrder();
    const from = slots.indexOf(slot) === 0 ? 0 : order.indexOf(slotEnd(slots[slots.indexOf(slot) - 1] as string)) + 1;
    for (let i = from; i < order.length; i++) {
      const id = order[i] as string;
      if (id === slotEnd(slot) || above.has(id.slice(0, id.indexOf("/")))) return id;
    }
    return slotEnd(slot);
  }

  /** Draws a live layer anew where it has changed, or everywhere; without a layer, all of them. */
  refresh(id?: string, boxes?: readonly Box[]): void {
    for (const layer of this.layers) {
      const source = this.sources.get(layer.id);
      if (layer.live && source && (!id || id === layer.id)) this.live.changed(source, boxes, { min: layer.style.min_zoom, max: tileZoom, clusterBelow: layer.style.cluster_below });
    }
  }

  /** Draws geometry of what the person does: a selected feature, the place, a measured distance. */
  draw(overlay: Overlay, ...items: (Geometry | Feature)[]): void {
    const data: FeatureCollection = {
      type: "FeatureCollection",
      features: items.map((g) => (g.type === "Feature" ? g : { type: "Feature", properties: {}, geometry: g })),
    };
    const source = this.map.getSource<GeoJSONSource>(overlay);
    if (source) void source.setData(data);
    else if (items.length > 0) this.whenStyled(() => this.addOverlay(overlay, data));
  }

  private whenStyled(action: () => void): void {
    if (this.styled) action();
    else void this.map.once("style.load").then(action);
  }

  private addOverlay(overlay: Overlay, data: FeatureCollection): void {
    const present = this.map.getSource<GeoJSONSource>(overlay);
    if (present) {
      void present.setData(data);
      return;
    }
    this.map.addSource(overlay, { type: "geojson", data });
    const above = overlays.slice(overlays.indexOf(overlay) + 1).find((o) => this.map.getSource(o));
    const specs = overlayLayers(this.ink);
    for (const layer of specs[overlay]) this.map.addLayer(layer, above && specs[above][0]?.id);
  }

  /** Gives everything that is drawn the colours of another tone; what is drawn stays. */
  restyle(style: ServedStyle, dark: boolean): void {
    this.whenStyled(() => {
      this.ink = inkOf(dark);
      this.take(style);
      this.tellTone();
      const own = [...this.parts.values()].flatMap((parts) => parts.map((part) => part.spec));
      const specs = [...ground(style, this.ink), ...own, ...gridLayers(regular, !this.raster, this.ink), ...Object.values(overlayLayers(this.ink)).flat()];
      for (const spec of specs) if (this.map.getLayer(spec.id)) this.recolour(spec);
    });
  }

  private take(style: ServedStyle): void {
    const other = style.metadata["lupakartta:sprite"] !== this.served.metadata["lupakartta:sprite"];
    this.served = style;
    this.parts = partsByLayer(style);
    if (other) this.map.setSprite(spriteAddress(this.ink));
  }

  private recolour({ id, type, paint = {}, layout = {} }: LayerSpecification): void {
    const painted = type === "raster" ? this.ink.raster : paint;
    for (const [name, value] of Object.entries(painted)) {
      if (/color|pattern|raster/.test(name)) this.map.setPaintProperty(id, name as never, value as never, { validate: false });
    }
    if ("icon-image" in layout) this.map.setLayoutProperty(id, "icon-image", layout["icon-image"], { validate: false });
  }

  /** The style sheet knows too: for the ground before there is a map, and for the scale on it. */
  private tellTone(): void {
    document.documentElement.toggleAttribute("data-dark-map", this.ink.dark);
  }

  private addGrid(): void {
    for (const [id, source] of Object.entries(gridSources)) this.map.addSource(id, source);
    for (const layer of gridLayers(regular, !this.raster, this.ink)) this.map.addLayer(layer, slotEnd("paper"));
    this.drawGrid();
  }

  /** All that the map shows, below panels too. */
  private get bounds(): Box {
    const bounds = this.map.getBounds();
    return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  }

  private drawGrid(): void {
    const box = this.bounds;
    void this.map.getSource<GeoJSONSource>("grid")?.setData(gridLines(box, this.camera.zoom));
    if (!this.raster) void this.map.getSource<GeoJSONSource>("nothing")?.setData(nothingThere(box, this.covered, this.words.noBackground));
  }
}

/** The largest of 1, 2 and 5 times a power of ten that is not above a number. */
function roundBelow(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  return [5, 2, 1].map((n) => n * power).find((m) => m <= most) ?? power;
}
