import { describe, it } from "node:test";
import { expect } from "expect";
import { areaOf, boxOf, circle, lengthOf, moved, windOf } from "./measure";
import { readCorners } from "./corners";
import { fromTM35FIN } from "./tm35fin";

const square = (e: number, n: number, side: number) => ({
  type: "Polygon" as const,
  coordinates: [[[e, n], [e + side, n], [e + side, n + side], [e, n + side], [e, n]].map(([x, y]) => [...fromTM35FIN([x as number, y as number])])],
});

describe("measures", () => {
  it("gives true square metres, not grid ones", () => {
    // at the central meridian the grid is 0.04 % too small
    expect(areaOf(square(500_000, 6_900_000, 1000))).toBeCloseTo(1_000_000 / 0.9996 ** 2, -2);
  });
  it("takes holes away", () => {
    const outer = square(500_000, 6_900_000, 1000);
    const hole = square(500_400, 6_900_400, 100);
    expect(areaOf({ type: "Polygon", coordinates: [...outer.coordinates, ...hole.coordinates] })).toBeCloseTo(990_000 / 0.9996 ** 2, -2);
  });
  it("measures an outline", () => expect(lengthOf(square(500_000, 6_900_000, 1000))).toBeCloseTo(4000 / 0.9996, 1));
  it("draws a circle as large as asked, west and east", () => {
    for (const lon of [20, 27, 31]) expect(areaOf(circle([lon, 62], 100))).toBeCloseTo(Math.PI * 10_000 * 0.9984, -2);
  });
  it("measures long edges as they are straight in degrees", () => {
    // By geodesics of pieces of 500 m (GeographicLib): a side along a parallel bends from the grid's straight line.
    const wide = { type: "Polygon" as const, coordinates: [[[21, 65], [25, 65], [25, 65.5], [21, 65]]] };
    expect(areaOf(wide) / 5_227_034_952).toBeCloseTo(1, 5);
    expect(lengthOf(wide) / 439_522.22).toBeCloseTo(1, 5);
  });
  it("finds the box", () => expect(boxOf({ type: "LineString", coordinates: [[26, 62], [27, 61]] })).toEqual([26, 61, 27, 62]));
  it("moves by metres", () => expect(lengthOf({ type: "LineString", coordinates: [[26, 62], [...moved([26, 62], 0, 10)]] })).toBeCloseTo(10, 1));
  for (const [bearing, wind] of [[0, "n"], [44, "ne"], [90, "e"], [359, "n"], [-90, "w"], [200, "s"]] as const) it(`${bearing}° is ${wind}`, () => expect(windOf(bearing)).toBe(wind));
});

describe("corners as people type them", () => {
  for (const [text, type] of [
    ["480000 6920000", "Point"],
    ["6920000, 480000", "Point"],
    ["62,41 26,61", "Point"],
    ["62.41, 26.61", "Point"],
    ["26.61 62.41", "Point"],
    ["480000 6920000\n480100 6920000", "LineString"],
    ["480000, 6920000\n480100, 6920000\n480100, 6920100", "Polygon"],
  ] as const) {
    it(`${JSON.stringify(text)} is a ${type}`, () => {
      const read = readCorners(text);
      if (!("geometry" in read)) throw new Error(`line ${read.line}`);
      expect(read.geometry.type).toBe(type);
      const [west, south, east, north] = boxOf(read.geometry);
      expect([west, east].every((lon) => Math.abs(lon - 26.61) < 0.01)).toBe(true);
      expect([south, north].every((lat) => Math.abs(lat - 62.41) < 0.01)).toBe(true);
    });
  }
  it("takes corners for what they are said to be", () => {
    const line = readCorners("480000 6920000\n480100 6920000\n480100 6920100", "line");
    expect("geometry" in line && line.geometry.type).toBe("LineString");
    expect(readCorners("480000 6920000\n480100 6920000\n480000 6920000", "area")).toEqual({ few: 3 });
    const points = readCorners("480000 6920000\n480100 6920000", "points");
    expect("geometry" in points && points.geometry.type).toBe("MultiPoint");
  });
  it("takes no latitude beyond a pole", () => expect(readCorners("62.4, 126.6")).toEqual({ geometry: { type: "Point", coordinates: [126.6, 62.4] } }));
  it("closes an area", () => {
    const read = readCorners("480000 6920000\n480100 6920000\n480100 6920100");
    expect("geometry" in read && read.geometry.type === "Polygon" && read.geometry.coordinates[0]).toHaveLength(4);
  });
  for (const [text, line] of [["", 1], ["480000 6920000\nkoulu", 2], ["480000", 1], ["1 2 3", 1]] as const)
    it(`${JSON.stringify(text)}: line ${line} cannot be read`, () => expect(readCorners(text)).toEqual({ line }));
});
