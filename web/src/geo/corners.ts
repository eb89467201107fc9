import type { Geometry, Position } from "geojson";
import { fromTM35FIN } from "./tm35fin";

/** Reads the corners of an area, or a single point, as people type them: a pair of numbers on each line, metres in
 * ETRS-TM35FIN (E, N or N, E) or degrees (latitude and longitude in either order, as they fit Finland). */
export function readCorners(text: string): { geometry: Geometry } | { line: number };
/** The same for a shape of one kind; few: how many corners that takes, where there are less. */
export function readCorners(text: string, as: "area" | "line" | "points"): { geometry: Geometry } | { line: number } | { few: number };
export function readCorners(text: string, as?: "area" | "line" | "points"): { geometry: Geometry } | { line: number } | { few: number } {
  const points: Position[] = [];
  const lines = text.split(/[\n;]/).map((l) => l.trim());
  for (const [i, line] of lines.entries()) {
    if (!line) continue;
    const point = readPair(line);
    if (!point) return { line: i + 1 };
    points.push(point);
  }
  const first = points[0];
  if (!first) return { line: 1 };
  const least = { area: 3, line: 2, points: 1 };
  if (as && new Set(points.map(String)).size < least[as]) return { few: least[as] };
  if (as === "points" && points.length > 1) return { geometry: { type: "MultiPoint", coordinates: points } };
  if (as === "line") return { geometry: { type: "LineString", coordinates: points } };
  if (points.length === 1) return { geometry: { type: "Point", coordinates: first } };
  if (points.length === 2) return { geometry: { type: "LineString", coordinates: points } };
  const last = points[points.length - 1] as Position;
  if (first[0] !== last[0] || first[1] !== last[1]) points.push([...first]);
  return { geometry: { type: "Polygon", coordinates: [points] } };
}

/** A pair of coordinates in degrees. What fits no system is passed on as degrees, so that the service says what is wrong. */
function readPair(line: string): Position | null {
  const cleaned = line.replace(/(\d),(\d)/g, (_, a: string, b: string) => (/,\s/.test(line) || /\s/.test(line.trim()) ? `${a}.${b}` : `${a} ${b}`));
  const found = cleaned.match(/[-+]?\d+(?:\.\d+)?/g);
  if (!found || found.length !== 2 || /[a-z]{3,}/i.test(line)) return null;
  const [a, b] = found.map(Number) as [number, number];
  const east = (v: number) => v >= 50_000 && v <= 770_000;
  const north = (v: number) => v >= 6_500_000 && v <= 7_900_000;
  if (east(a) && north(b)) return [...fromTM35FIN([a, b])];
  if (north(a) && east(b)) return [...fromTM35FIN([b, a])];
  const longitude = (v: number) => v >= 19 && v <= 31.6;
  const latitude = (v: number) => v >= 58.8 && v <= 70.1;
  if ((latitude(a) && longitude(b)) || Math.abs(b) > 90) return [b, a];
  return [a, b];
}
