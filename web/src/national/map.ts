import OLMap from "ol/Map";
import type RenderFeature from "ol/render/Feature";
import OLView from "ol/View";
import { Attribution, ScaleLine, Zoom } from "ol/control";
import { getCenter } from "ol/extent";
import VectorTileLayer from "ol/layer/VectorTile";
import type { components } from "../api/schema";
import { toTM35FIN } from "../geo/tm35fin";
import type { Words } from "../i18n/national";
import type { Layer } from "../layers/layer";
import type { ServedStyle } from "../map/style/served";
import type { View } from "./address";
import { countOf, lookOf, radiusOf } from "./look";
import { tm35fin } from "./projection";
import { openTiles } from "./tiles";

type Grid = components["schemas"]["MatrixSet"];

interface Options {
  container: HTMLElement;
  words: Words;
  /** In drawing order, lowest first. */
  layers: readonly Layer[];
  style: ServedStyle;
  grid: Grid;
  shown: ReadonlySet<string>;
  view: Omit<View, "layers">;
}

const over = { area: 0, line: 1000, point: 2000, cluster: 2000 };
/** How much lower the grid's levels are than the web's zooms of about as large tiles: recipes name those. */
const levelShift = 3;

/** The map in the national grid: the one place that knows OpenLayers. */
export class NationalMap {
  private readonly map: OLMap;
  private readonly options: Options;
  private readonly drawn = new Map<string, Promise<VectorTileLayer>>();

  constructor(options: Options) {
    this.options = options;
    const { container, words, grid, view } = options;
    const resolutions = grid.tileMatrices.map((level) => level.cellSize);
    this.map = new OLMap({
      target: container,
      controls: [
        new Zoom({ zoomInTipLabel: words.zoomIn, zoomOutTipLabel: words.zoomOut }),
        new ScaleLine({ minWidth: 80 }),
        new Attribution({ collapsible: false, tipLabel: words.attributions }),
      ],
      view: new OLView({ projection: tm35fin, center: [view.e, view.n], resolution: (resolutions[0] ?? 8192) / 2 ** view.z, minResolution: 0.125, maxResolution: resolutions[0] ?? 8192, extent: tm35fin.getExtent(), showFullExtent: true }),
    });
    for (const id of options.shown) void this.show(id, true);
  }

  /** The point of EPSG:3067 at degrees. */
  static place(lon: number, lat: number): [e: number, n: number] {
    const [e, n] = toTM35FIN([lon, lat]);
    return [e, n];
  }

  get view(): Omit<View, "layers"> {
    const [e = 0, n = 0] = this.map.getView().getCenter() ?? [];
    return { e, n, z: Math.log2((this.options.grid.tileMatrices[0]?.cellSize ?? 8192) / this.resolution) };
  }

  /** Metres per pixel. */
  get resolution(): number {
    return this.map.getView().getResolution() ?? 1;
  }

  /** Draws a layer, or takes it away. */
  async show(id: string, on: boolean): Promise<void> {
    let layer = this.drawn.get(id);
    if (!layer) {
      if (!on) return;
      layer = this.open(id);
      this.drawn.set(id, layer);
    }
    (await layer).setVisible(on);
  }

  private async open(id: string): Promise<VectorTileLayer> {
    const { layers, style, grid } = this.options;
    const at = layers.findIndex((l) => l.id === id);
    const layer = layers[at];
    const entry = style.metadata["lupakartta:legend"].find((e) => e.layer === id);
    if (!layer || !entry) throw new Error(`no layer ${id}`);
    const drawn = new VectorTileLayer({
      source: await openTiles(layer, grid),
      style: lookOf(layer, entry, style.metadata["lupakartta:paths"]),
      declutter: false,
      zIndex: at + over[entry.look.kind], // in the layers' order, but no area hides a line, and nothing a point
    });
    this.map.addLayer(drawn);
    return drawn;
  }

  onClick(told: (e: number, n: number) => void): void {
    this.map.on("singleclick", ({ pixel: [x = 0, y = 0], coordinate: [e = 0, n = 0] }) => void this.approach(x, y).then((closer) => closer || told(e, n)));
  }

  /** Goes closer to points that stand for several, where one of their circles is clicked: to where they are parted, but not all the way at once. */
  private async approach(x: number, y: number): Promise<boolean> {
    for (const { id, style } of [...this.options.layers].reverse()) {
      const below = style.cluster_below;
      const hit = below && (await this.circles(id)).find((c) => Math.hypot(c.x - x, c.y - y) <= radiusOf(c.count));
      if (!hit) continue;
      const parted = (this.options.grid.tileMatrices[0]?.cellSize ?? 8192) / 2 ** (below - levelShift);
      const duration = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 400;
      this.map.getView().animate({ center: this.map.getCoordinateFromPixel([hit.x, hit.y]), resolution: Math.max(this.resolution / 2 ** 2.5, parted), duration });
      return true;
    }
    return false;
  }

  onMove(told: () => void): void {
    this.map.on("moveend", told);
  }

  /** Tells the pointer's place while it is over the map, and the middle of the map otherwise. */
  onPlace(told: (e: number, n: number, pointed: boolean) => void): void {
    const middle = () => told(this.view.e, this.view.n, false);
    this.map.on("pointermove", ({ coordinate: [e = 0, n = 0], originalEvent }) => {
      if ((originalEvent as PointerEvent).pointerType === "mouse") told(e, n, true);
    });
    this.map.getTargetElement()?.addEventListener("pointerleave", middle);
    this.map.on("moveend", middle);
    middle();
  }

  /** Waits until everything is drawn. */
  async still(): Promise<void> {
    await Promise.all(this.drawn.values());
    await new Promise<void>((done) => {
      this.map.once("rendercomplete", () => done());
      this.map.render();
    });
  }

  /** The point of EPSG:3067 at degrees. */
  at(lon: number, lat: number): [e: number, n: number] {
    return NationalMap.place(lon, lat);
  }

  /** Where a point of EPSG:3067 is in the map's own pixels. */
  pixel(e: number, n: number): [x: number, y: number] {
    const [x = 0, y = 0] = this.map.getPixelFromCoordinate([e, n]);
    return [x, y];
  }

  /** The middles of a layer's circles in view, in the map's own pixels, with how many points each stands for. */
  async circles(id: string): Promise<{ x: number; y: number; count: number }[]> {
    const layer = await this.drawn.get(id);
    if (!layer?.getVisible()) return [];
    const found = layer.getFeaturesInExtent(this.map.getView().calculateExtent()) as RenderFeature[];
    return found.filter((feature) => countOf(feature) > 0).map((feature) => {
      const [x, y] = this.pixel(...(getCenter(feature.getExtent()) as [number, number]));
      return { x, y, count: countOf(feature) };
    });
  }

  /** Shows a place at once. */
  look({ e, n, z }: Omit<View, "layers">): void {
    this.map.getView().setCenter([e, n]);
    this.map.getView().setResolution((this.options.grid.tileMatrices[0]?.cellSize ?? 8192) / 2 ** z);
  }
}
