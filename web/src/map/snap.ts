import type { Position } from "geojson";

/** A point of the map's canvas. */
export interface Pixel {
  x: number;
  y: number;
}

/** How degrees become pixels and back. */
export interface Projection {
  project: (lon: number, lat: number) => Pixel;
  unproject: (x: number, y: number) => { lng: number; lat: number };
}

/** A row of corners that a pointer is drawn to. */
export interface Edge {
  corners: readonly Position[];
  closed?: boolean;
  /** Only what lies in this box is meant: what is beyond was cut there. West, south, east, north. */
  within?: readonly [number, number, number, number];
}

/** The nearest corner within reach of a pixel; otherwise the nearest point of an edge within reach; otherwise null. Reach is in pixels. */
export function snapped({ x, y }: Pixel, edges: readonly Edge[], { project, unproject }: Projection, reach: number): Position | null {
  const a = unproject(x - reach, y + reach);
  const b = unproject(x + reach, y - reach);
  let corner: { away: number; at: Position } | null = null;
  let side: { away: number; at: Position } | null = null;
  for (const { corners, closed, within } of edges) {
    const last = closed ? corners.length : corners.length - 1;
    for (let i = 0; i < corners.length; i++) {
      const from = corners[i] as [number, number];
      const to = corners[(i + 1) % corners.length] as [number, number];
      if (Math.max(from[0], to[0]) < a.lng || Math.min(from[0], to[0]) > b.lng || Math.max(from[1], to[1]) < a.lat || Math.min(from[1], to[1]) > b.lat) continue;
      const start = project(...from);
      const away = Math.hypot(start.x - x, start.y - y);
      if (away <= reach && away < (corner?.away ?? Infinity) && inside(from, within)) corner = { away, at: [...from] };
      const end = project(...to);
      if (i >= last) continue;
      const near = nearest({ x, y }, start, end);
      const off = Math.hypot(near.x - x, near.y - y);
      if (off > reach || off >= (side?.away ?? Infinity)) continue;
      const { lng, lat } = unproject(near.x, near.y);
      if (inside([lng, lat], within)) side = { away: off, at: [lng, lat] };
    }
  }
  return (corner ?? side)?.at ?? null;
}

const inside = ([x, y]: readonly [number, number], box?: readonly [number, number, number, number]) => !box || (x >= box[0] && y >= box[1] && x <= box[2] && y <= box[3]);

/** The point of a side that is nearest to another. */
function nearest({ x, y }: Pixel, from: Pixel, to: Pixel): Pixel {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const along = dx || dy ? Math.min(Math.max(((x - from.x) * dx + (y - from.y) * dy) / (dx * dx + dy * dy), 0), 1) : 0;
  return { x: from.x + along * dx, y: from.y + along * dy };
}
