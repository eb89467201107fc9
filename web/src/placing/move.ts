import type { Position } from "geojson";
import { type EN, fromTM35FIN, gridScale, toTM35FIN } from "../geo/tm35fin";
import type { Shape } from "./part";
import { runs } from "./shape";

/** Decimals of degrees that are kept: a millimetre. */
const decimals = 8;

const metres = (p: Position): EN => toTM35FIN([p[0] as number, p[1] as number]);

function degrees(at: EN): Position {
  return fromTM35FIN(at).map((v) => Number(v.toFixed(decimals)));
}

/** The middle of a shape's corners, in EPSG:3067: the same whichever way it is turned. */
export function pivot(shape: Shape): EN {
  const corners = runs(shape).flatMap((run) => run.corners).map(metres);
  const sum = corners.reduce<EN>(([e, n], [east, north]) => [e + east, n + north], [0, 0]);
  return [sum[0] / corners.length, sum[1] / corners.length];
}

/** The shape moved by metres on the ground to the east and north of the grid. */
export function translated(shape: Shape, east: number, north: number): Shape {
  const scale = gridScale(pivot(shape)[0]);
  return each(shape, ([e, n]) => [e + east * scale, n + north * scale]);
}

/** The shape turned clockwise round the middle of its corners, in degrees. */
export function turned(shape: Shape, angle: number): Shape {
  const [e0, n0] = pivot(shape);
  const [sin, cos] = [Math.sin((angle * Math.PI) / 180), Math.cos((angle * Math.PI) / 180)];
  return each(shape, ([e, n]) => [e0 + (e - e0) * cos + (n - n0) * sin, n0 - (e - e0) * sin + (n - n0) * cos]);
}

/** How a point lies from a shape's middle, degrees clockwise from the grid's north. */
export function bearing(shape: Shape, to: Position): number {
  const [e0, n0] = pivot(shape);
  const [e, n] = metres(to);
  return (Math.atan2(e - e0, n - n0) * 180) / Math.PI;
}

/** The metres on the ground between two points, to the east and north of the grid. */
export function between(from: Position, to: Position): EN {
  const [a, b] = [metres(from), metres(to)];
  const scale = gridScale(a[0]);
  return [(b[0] - a[0]) / scale, (b[1] - a[1]) / scale];
}

function each(shape: Shape, move: (at: EN) => EN): Shape {
  type Nested = Position | Nested[];
  const walk = (nested: Nested): Nested => (typeof nested[0] === "number" ? degrees(move(metres(nested as Position))) : (nested as Nested[]).map(walk));
  return { ...shape, coordinates: walk(shape.coordinates) } as Shape;
}
