import { describe, it } from "node:test";
import type { Polygon, Position } from "geojson";
import { expect } from "expect";
import { areaOf } from "../geo/measure";
import { fromTM35FIN, toTM35FIN } from "../geo/tm35fin";
import { bearing, between, pivot, translated, turned } from "./move";

const at = (e: number, n: number): Position => [...fromTM35FIN([e, n])];
const square: Polygon = { type: "Polygon", coordinates: [[at(480000, 6920000), at(480100, 6920000), at(480100, 6920100), at(480000, 6920100), at(480000, 6920000)]] };
const metres = (p: Polygon) => (p.coordinates[0] as Position[]).map((c) => toTM35FIN(c as [number, number]).map((v) => Math.round(v * 100) / 100));

describe("moving and turning", () => {
  it("moves by metres on the ground", () => {
    const [e, n] = between(at(480000, 6920000), (translated(square, 25, -10).coordinates as Position[][])[0]?.[0] as Position);
    expect([e, n].map((v) => Math.round(v * 100) / 100)).toEqual([25, -10]);
  });
  it("turns clockwise round the middle, and keeps the size", () => {
    const quarter = turned(square, 90) as Polygon;
    // The ring's corners are counted once each.
    expect(pivot(square).map((v) => Math.round(v * 1000) / 1000)).toEqual([480050, 6920050]);
    expect(metres(quarter)).toEqual([[480000, 6920100], [480000, 6920000], [480100, 6920000], [480100, 6920100], [480000, 6920100]]);
    expect(areaOf(turned(square, 33))).toBeCloseTo(areaOf(square), 1);
  });
  it("comes back after a whole turn by small steps", () => {
    let shape = square;
    for (let i = 0; i < 24; i++) shape = turned(shape, 15) as Polygon;
    expect(metres(shape)).toEqual(metres(square));
  });
  it("knows how a point lies from the middle", () => {
    expect(bearing(square, at(480050, 6920500))).toBeCloseTo(0, 3);
    expect(bearing(square, at(480500, 6920050))).toBeCloseTo(90, 3);
  });
  it("turns each line and point of several", () => {
    expect(turned({ type: "MultiPoint", coordinates: [at(480000, 6920000), at(480100, 6920000)] }, 180).coordinates.map((c) => Math.round(toTM35FIN(c as [number, number])[0]))).toEqual([480100, 480000]);
  });
});
