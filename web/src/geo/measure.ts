import type { Geometry, Position } from "geojson";
import { type EN, type LonLat, fromTM35FIN, gridScale, toTM35FIN, trueEast } from "./tm35fin";

/** Box of a geometry: west, south, east, north, degrees. */
export function boxOf(geometry: Geometry): [number, number, number, number] {
  const box: [number, number, number, number] = [180, 90, -180, -90];
  for (const [lon, lat] of positions(geometry)) {
    box[0] = Math.min(box[0], lon as number);
    box[1] = Math.min(box[1], lat as number);
    box[2] = Math.max(box[2], lon as number);
    box[3] = Math.max(box[3], lat as number);
  }
  return box;
}

/** West, south, east and north of several places together. */
export function boxAround(...places: (Geometry | null)[]): [number, number, number, number] {
  const boxes = places.flatMap((place) => (place ? [boxOf(place)] : []));
  const side = (i: 0 | 1 | 2 | 3) => boxes.map((box) => box[i]);
  return [Math.min(...side(0)), Math.min(...side(1)), Math.max(...side(2)), Math.max(...side(3))];
}

export function* positions(geometry: Geometry): Generator<Position> {
  if (geometry.type === "GeometryCollection") {
    for (const part of geometry.geometries) yield* positions(part);
    return;
  }
  yield* flat(geometry.coordinates);
}

function* flat(value: Position | Position[] | Position[][] | Position[][][]): Generator<Position> {
  if (typeof value[0] === "number") yield value as Position;
  else for (const part of value as Position[]) yield* flat(part);
}

const metres = (p: Position): EN => toTM35FIN([p[0] as number, p[1] as number]);

/** The longest piece of an edge, metres: edges are straight in degrees (RFC 7946), and are measured piece by piece as the service measures them. */
const piece = 500;

/** A line of degrees in metres, no piece of it longer than that. */
function dense(line: Position[]): EN[] {
  return line.flatMap((to, i): EN[] => {
    const from = line[i - 1];
    if (!from) return [metres(to)];
    const [dx, dy] = [(to[0] as number) - (from[0] as number), (to[1] as number) - (from[1] as number)];
    const pieces = Math.min(Math.max(Math.ceil((111_195 * Math.hypot(dy, dx * Math.cos(((to[1] as number) * Math.PI) / 180))) / piece), 1), 2000);
    return Array.from({ length: pieces }, (_, k) => metres([(from[0] as number) + (dx * (k + 1)) / pieces, (from[1] as number) + (dy * (k + 1)) / pieces]));
  });
}

/** Area in square metres, true to the ground within 2 ppm. */
export function areaOf(geometry: Geometry): number {
  switch (geometry.type) {
    case "Polygon":
      return geometry.coordinates.reduce((sum, ring, i) => sum + (i === 0 ? 1 : -1) * Math.abs(ringArea(ring)), 0);
    case "MultiPolygon":
      return geometry.coordinates.reduce((sum, coordinates) => sum + areaOf({ type: "Polygon", coordinates }), 0);
    case "GeometryCollection":
      return geometry.geometries.reduce((sum, part) => sum + areaOf(part), 0);
    default:
      return 0;
  }
}

function ringArea(ring: Position[]): number {
  const points = dense(ring).map(([e, n]): EN => [trueEast(e), n]);
  const origin = points[0];
  if (!origin) return 0;
  let sum = 0;
  for (let i = 0; i < points.length; i++) {
    const a = points[i] as EN;
    const b = points[(i + 1) % points.length] as EN;
    sum += (a[0] - origin[0]) * (b[1] - origin[1]) - (b[0] - origin[0]) * (a[1] - origin[1]);
  }
  return sum / 2;
}

/** Length of lines, or of the outline of areas, in metres. */
export function lengthOf(geometry: Geometry): number {
  switch (geometry.type) {
    case "LineString":
      return lineLength(geometry.coordinates);
    case "MultiLineString":
    case "Polygon":
      return geometry.coordinates.reduce((sum, line) => sum + lineLength(line), 0);
    case "MultiPolygon":
      return geometry.coordinates.flat().reduce((sum, line) => sum + lineLength(line), 0);
    case "GeometryCollection":
      return geometry.geometries.reduce((sum, part) => sum + lengthOf(part), 0);
    default:
      return 0;
  }
}

function lineLength(line: Position[]): number {
  const points = dense(line);
  let sum = 0;
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1] as EN;
    const b = points[i] as EN;
    sum += Math.hypot(b[0] - a[0], b[1] - a[1]) / gridScale((a[0] + b[0]) / 2);
  }
  return sum;
}

/** Middle of a geometry's box, degrees: where the map flies to, not a point that must lie inside. */
export function middleOf(geometry: Geometry): LonLat {
  const [west, south, east, north] = boxOf(geometry);
  return [(west + east) / 2, (south + north) / 2];
}

/** The area within a radius of a point: a polygon of 64 corners whose circumference is true to the ground. */
export function circle(centre: LonLat, radius: number): Geometry {
  const [e, n] = toTM35FIN(centre);
  const r = radius * gridScale(e);
  const corners = 64;
  const ring = Array.from({ length: corners }, (_, i): Position => {
    const angle = (2 * Math.PI * i) / corners;
    return [...fromTM35FIN([e + r * Math.cos(angle), n + r * Math.sin(angle)])];
  });
  ring.push([...(ring[0] as Position)]);
  return { type: "Polygon", coordinates: [ring] };
}

/** Moves a point by metres to the east and north. */
export function moved([lon, lat]: LonLat, east: number, north: number): LonLat {
  const [e, n] = toTM35FIN([lon, lat]);
  return fromTM35FIN([e + east, n + north]);
}

const winds = ["n", "ne", "e", "se", "s", "sw", "w", "nw"] as const;
export type Wind = (typeof winds)[number];

/** The wind of a bearing from true north. */
export function windOf(bearing: number): Wind {
  return winds[Math.round((((bearing % 360) + 360) % 360) / 45) % 8] as Wind;
}
