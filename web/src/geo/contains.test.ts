import type { Polygon, Position } from "geojson";
import { describe, it } from "node:test";
import { expect } from "expect";
import { contains } from "./contains";

const box = (w: number, s: number, e: number, n: number): Position[] => [[w, s], [e, s], [e, n], [w, n], [w, s]];
const ring: Polygon = { type: "Polygon", coordinates: [box(0, 0, 10, 10), box(4, 4, 6, 6)] };

describe("areas hold points", () => {
  for (const [where, point, want] of [
    ["inside", [1, 1], true], ["in a hole", [5, 5], false], ["beside", [11, 5], false], ["level with corners", [2, 4], true], ["below", [5, -1], false],
  ] as const) it(where, () => expect(contains(ring, [...point])).toBe(want));
  it("of several parts", () => {
    const parts = { type: "MultiPolygon" as const, coordinates: [ring.coordinates, [box(20, 0, 30, 10)]] };
    expect([[25, 5], [5, 5], [15, 5]].map((p) => contains(parts, p))).toEqual([true, false, false]);
    expect(contains({ type: "GeometryCollection", geometries: [parts] }, [25, 5])).toBe(true);
  });
  it("but lines and points do not", () => expect(contains({ type: "LineString", coordinates: box(0, 0, 2, 2) }, [1, 1])).toBe(false));
});
