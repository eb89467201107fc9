import type { Position } from "geojson";
import { type Shape, kindOf } from "./part";

type Simple = Extract<Shape, { type: "Point" | "LineString" | "Polygon" }>;

/** Whether two shapes have the same corners. */
export const sameShape = (a: Shape, b: Shape): boolean => a.type === b.type && JSON.stringify(a.coordinates) === JSON.stringify(b.coordinates);

/** A row of corners; a ring's last is joined to its first, which is not repeated. */
export interface Run {
  closed: boolean;
  corners: Position[];
}

/** Which corner: of which row, and where in it. */
export interface At {
  run: number;
  corner: number;
}

/** The points, lines or areas of which a shape is made. */
export function pieces(shape: Shape): Simple[] {
  switch (shape.type) {
    case "MultiPoint":
      return shape.coordinates.map((coordinates) => ({ type: "Point", coordinates }));
    case "MultiLineString":
      return shape.coordinates.map((coordinates) => ({ type: "LineString", coordinates }));
    case "MultiPolygon":
      return shape.coordinates.map((coordinates) => ({ type: "Polygon", coordinates }));
    default:
      return [shape];
  }
}

/** One shape of several; null where they are of more than one kind, or none. */
export function together(shapes: readonly Shape[]): Shape | null {
  const all = shapes.flatMap(pieces);
  const first = all[0];
  if (!first || all.some((piece) => piece.type !== first.type)) return null;
  if (all.length === 1) return first;
  return { type: `Multi${first.type}`, coordinates: all.map((piece) => piece.coordinates) } as Shape;
}

/** The rows of a shape's corners, those of its holes after those round them. */
export function runs(shape: Shape): Run[] {
  return pieces(shape).flatMap((piece): Run[] => {
    if (piece.type === "Point") return [{ closed: false, corners: [piece.coordinates] }];
    if (piece.type === "LineString") return [{ closed: false, corners: piece.coordinates }];
    return piece.coordinates.map((ring) => ({ closed: true, corners: ring.slice(0, -1) }));
  });
}

/** The shape with other rows in place of its own. A row without corners is left out, with its holes where it had some. */
function rebuilt(shape: Shape, rows: readonly Run[]): Shape | null {
  let next = 0;
  const left = pieces(shape).flatMap((piece): Simple[] => {
    if (piece.type !== "Polygon") {
      const { corners } = rows[next++] as Run;
      if (corners.length === 0) return [];
      return [piece.type === "Point" ? { type: "Point", coordinates: corners[0] as Position } : { type: "LineString", coordinates: corners }];
    }
    const [outer, ...holes] = piece.coordinates.map(() => (rows[next++] as Run).corners);
    if (!outer || outer.length === 0) return [];
    return [{ type: "Polygon", coordinates: [outer, ...holes.filter((hole) => hole.length > 0)].map(ring) }];
  });
  const whole = together(left);
  return whole && shape.type.startsWith("Multi") && !whole.type.startsWith("Multi") && left.length === pieces(shape).length
    ? ({ type: shape.type, coordinates: [whole.coordinates] } as Shape)
    : whole;
}

const ring = (corners: Position[]): Position[] => [...corners, [...(corners[0] as Position)]];

/** The shape with a row of corners changed; null when nothing is left of it. */
function withRun(shape: Shape, run: number, change: (corners: Position[]) => Position[]): Shape | null {
  return rebuilt(shape, runs(shape).map((row, i) => (i === run ? { ...row, corners: change(row.corners) } : row)));
}

export const cornerAt = (shape: Shape, { run, corner }: At): Position | undefined => runs(shape)[run]?.corners[corner];

/** The shape with a corner elsewhere. */
export const withCornerAt = (shape: Shape, { run, corner }: At, to: Position): Shape => withRun(shape, run, (corners) => corners.map((c, i) => (i === corner ? to : c))) ?? shape;

/** The shape with a new corner after one. */
export const withCornerAfter = (shape: Shape, { run, corner }: At, to: Position): Shape => withRun(shape, run, (corners) => [...corners.slice(0, corner + 1), to, ...corners.slice(corner + 1)]) ?? shape;

/** The shape without a corner. A ring of three or a line of two goes whole; null when nothing is left. */
export function withoutCorner(shape: Shape, { run, corner }: At): Shape | null {
  const least = { point: 1, line: 2, area: 3 }[kindOf(shape)];
  return withRun(shape, run, (corners) => (corners.length <= least ? [] : corners.filter((_, i) => i !== corner)));
}

/** Half-way from a corner to the next; undefined after the last of a line. */
export function middleAfter(shape: Shape, { run, corner }: At): Position | undefined {
  const row = runs(shape)[run];
  const a = row?.corners[corner];
  const b = row && (row.corners[corner + 1] ?? (row.closed ? row.corners[0] : undefined));
  return a && b && [((a[0] as number) + (b[0] as number)) / 2, ((a[1] as number) + (b[1] as number)) / 2];
}

/** Every corner in order. */
export const everyCorner = (shape: Shape): At[] => runs(shape).flatMap(({ corners }, run) => corners.map((_, corner) => ({ run, corner })));

/** The corner beside one, round and round; the first when there is none. */
export function cornerBeside(shape: Shape, to: At | null, by: 1 | -1): At | null {
  const all = everyCorner(shape);
  const now = all.findIndex((c) => c.run === to?.run && c.corner === to.corner);
  return all[now < 0 ? 0 : (now + by + all.length) % all.length] ?? null;
}

/** A hole: which area has it, and which of its rings it is. */
export interface Hole {
  piece: number;
  ring: number;
  area: Extract<Shape, { type: "Polygon" }>;
}

export function holes(shape: Shape): Hole[] {
  return pieces(shape).flatMap((piece, i): Hole[] => (piece.type === "Polygon" ? piece.coordinates.slice(1).map((ring, j) => ({ piece: i, ring: j + 1, area: { type: "Polygon", coordinates: [ring] } })) : []));
}

/** The shape with a hole filled. */
export function withoutHole(shape: Shape, { piece, ring }: Hole): Shape {
  const filled = pieces(shape).map((p, i): Shape => (i === piece && p.type === "Polygon" ? { ...p, coordinates: p.coordinates.filter((_, j) => j !== ring) } : p));
  return together(filled) ?? shape;
}
