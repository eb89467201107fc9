import { describe, it } from "node:test";
import { expect } from "expect";
import type { Geometry, Position } from "geojson";
import { checkable } from "./checkable";

const line = (...coordinates: Position[]): Geometry => ({ type: "LineString", coordinates });
const area = (...coordinates: Position[]): Geometry => ({ type: "Polygon", coordinates: [coordinates] });

describe("a shape under way", () => {
  for (const [what, shape] of [
    ["nothing", null], ["a line of one corner", line([26, 62], [26, 62])], ["an area of two corners", area([26, 62], [26.1, 62], [26.1, 62], [26, 62])],
    ["an area of one corner", area([26, 62], [26, 62], [26, 62], [26, 62])],
  ] as const) it(`that is ${what} is not checked`, () => expect(checkable(shape)).toBeNull());
  it("has each corner once, to a centimetre", () => {
    expect(checkable(area([26, 62], [26.1, 62], [26.1, 62.1], [26.1, 62.1000000004], [26, 62]))).toEqual(area([26, 62], [26.1, 62], [26.1, 62.1], [26, 62]));
    expect(checkable(line([26, 62], [26, 62], [26.1, 62]))).toEqual(line([26, 62], [26.1, 62]));
  });
  it("may be a point", () => expect(checkable({ type: "Point", coordinates: [26.00000001, 62] })).toEqual({ type: "Point", coordinates: [26, 62] }));
});
