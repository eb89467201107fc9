import type { Position } from "geojson";
import { pieces } from "../placing/shape";
import { isShape } from "../placing/part";
import type { MapEngine } from "./engine";
import { type Edge, type Pixel, snapped } from "./snap";

/** How near a pointer is drawn to something, pixels. */
const reach = 14;

/** Finds where a corner belongs: at the parts of the place, or at property units as the map's tiles have them. */
export class Snapper {
  private on = true;
  private edges: readonly Edge[] = [];
  private readonly engine: MapEngine;

  constructor(engine: MapEngine) {
    this.engine = engine;
  }

  /** Whether it finds anything, and the parts' own edges, exact. */
  follow(on: boolean, edges: readonly Edge[]): void {
    this.on = on;
    this.edges = edges;
  }

  at(pixel: Pixel, own: readonly Edge[] = []): Position | undefined {
    if (!this.on) return undefined;
    const projection = { project: (lon: number, lat: number) => this.engine.map.project([lon, lat]), unproject: (x: number, y: number) => this.engine.map.unproject([x, y]) };
    const exact = snapped(pixel, [...own, ...this.edges], projection, reach);
    return exact ?? snapped(pixel, this.units(pixel), projection, reach) ?? undefined;
  }

  private units(pixel: Pixel): Edge[] {
    return this.engine.drawnNear("property", pixel, reach).flatMap(({ geometry, within }) => (isShape(geometry) ? pieces(geometry).flatMap((piece): Edge[] => {
      if (piece.type === "Point") return [];
      return (piece.type === "Polygon" ? piece.coordinates : [piece.coordinates]).map((corners) => ({ corners, within }));
    }) : []));
  }
}
