import { describe, it } from "node:test";
import { expect } from "expect";
import { around, touches, viewBox } from "./box";

describe("boxes", () => {
  it("hold what a view shows", () => {
    const [west, south, east, north] = viewBox({ lon: 26, lat: 60, zoom: 15 }, 1024, 512);
    expect(east - west).toBeCloseTo((360 / 2 ** 15) * 2, 9);
    expect(north - south).toBeCloseTo((360 / 2 ** 15) * Math.cos(Math.PI / 3), 9);
    expect((west + east) / 2).toBeCloseTo(26, 9);
  });
  it("grow to three times", () => expect(around([0, 0, 2, 1])).toEqual([-2, -1, 4, 2]));
  for (const [where, box, want] of [
    ["inside", [1, 1, 2, 2], true], ["around", [-5, -5, 9, 9], true], ["beside", [5, 0, 6, 1], false], ["at the edge", [4, 0, 6, 1], true], ["nowhere", [], false],
  ] as const) it(where, () => expect(touches(box, [0, 0, 4, 4])).toBe(want));
  it("without a box is nowhere", () => expect(touches(null, [0, 0, 1, 1])).toBe(false));
});
