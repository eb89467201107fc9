import type { Map as GlMap } from "maplibre-gl";
import type { Box } from "./box";

export interface Place {
  x: number;
  y: number;
  z: number;
}

/** How far beyond its edges a tile's features reach, as a share of its side. */
const buffer = 128 / 4096;
/** The cell in which points are gathered: a tile shows what lies in one beside it. */
const cell = 512 / 4096;
/** From so many touched tiles on the whole source is asked for anew. */
const most = 500;
/** Another instance may have answered, which hears of a change within a second. */
export const again = 1200;

/** Zooms of a layer's tiles; below clusterBelow points are gathered. */
export interface Zooms {
  min: number;
  max: number;
  clusterBelow?: number | undefined;
}

/** The tiles of all zooms that features in the boxes reach into; null: too many to tell one by one. */
export function touchedTiles(boxes: readonly Box[], { min, max, clusterBelow = 0 }: Zooms): Place[] | null {
  const found = new Map<string, Place>();
  for (const [west, south, east, north] of boxes) {
    for (let z = min; z <= max; z++) {
      const n = 2 ** z;
      const reach = z < clusterBelow ? cell : buffer;
      const column = (lon: number) => ((lon + 180) / 360) * n;
      const row = (lat: number) => ((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * n;
      const [left, right] = [Math.floor(column(west) - reach), Math.floor(column(east) + reach)];
      const [top, bottom] = [Math.floor(row(north) - reach), Math.floor(row(south) + reach)];
      if ((right - left + 1) * (bottom - top + 1) > most) return null;
      for (let x = left; x <= right; x++) for (let y = top; y <= bottom; y++) found.set(`${z}/${x}/${y}`, { x, y, z });
      if (found.size > most) return null;
    }
  }
  return [...found.values()];
}

/**
 * Asks anew for tiles that have changed. The library does so only for tiles in view: those that it keeps for later are
 * remembered here until they come into view.
 */
export class LiveTiles {
  private readonly map: GlMap;
  private readonly later: (action: () => void, ms: number) => unknown;
  private readonly stale = new Map<string, Map<string, Place>>(); // by source

  constructor(map: GlMap, later: (action: () => void, ms: number) => unknown = (action, ms) => setTimeout(action, ms)) {
    this.map = map;
    this.later = later;
    map.on("moveend", () => this.ask());
  }

  /** A source's tiles have changed in these boxes; without boxes, all of them. */
  changed(source: string, boxes: readonly Box[] | undefined, zooms: Zooms): void {
    const places = boxes ? touchedTiles(boxes, zooms) : null;
    this.note(source, places);
    this.later(() => this.note(source, places), again);
  }

  private note(source: string, places: Place[] | null): void {
    if (!this.map.getSource(source)) return;
    const stale = this.stale.get(source) ?? new Map<string, Place>();
    for (const p of places ?? []) stale.set(`${p.z}/${p.x}/${p.y}`, p);
    if (places && stale.size < 4 * most) {
      this.stale.set(source, stale);
      this.ask();
    } else {
      this.stale.delete(source);
      this.map.refreshTiles(source); // also what it keeps for later
    }
  }

  private ask(): void {
    for (const [source, stale] of this.stale) {
      const { minzoom = 0, maxzoom = 22 } = this.map.getSource(source) ?? {};
      const seen = this.map.coveringTiles({ tileSize: 512, minzoom, maxzoom });
      const due = new Map(seen.map(({ canonical: { x, y, z } }) => [`${z}/${x}/${y}`, { x, y, z }]));
      for (const key of due.keys()) if (!stale.delete(key)) due.delete(key);
      if (due.size > 0) this.map.refreshTiles(source, [...due.values()]);
    }
  }
}
