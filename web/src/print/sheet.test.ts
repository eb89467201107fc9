import { describe, it } from "node:test";
import { expect } from "expect";
import { fromTM35FIN, toTM35FIN } from "../geo/tm35fin";
import { barOf, convergence, groundPerMercator, middleLat, pixel, scaleFor, screenScale, sheetOf, zoomFor } from "./sheet";

describe("a sheet", () => {
  for (const [paper, landscape, width, height] of [["a4", false, 210, 297], ["a4", true, 297, 210], ["a3", false, 297, 420], ["a3", true, 420, 297]] as const)
    it(`${paper}, landscape ${landscape}, holds the map and room for words`, () => {
      const sheet = sheetOf(paper, landscape);
      expect([sheet.width, sheet.height]).toEqual([width, height]);
      expect(sheet.map.width).toBe(width - 20);
      expect(sheet.map.height).toBeLessThan((height - 20) * 0.7);
    });
});

/** Web mercator of a place, metres. */
const mercator = ([lon, lat]: readonly [number, number]) => [6378137 * ((lon * Math.PI) / 180), 6378137 * Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360))] as const;

describe("the scale", () => {
  it("is the largest round one at which a box fits", () => {
    const [w, s] = fromTM35FIN([499_000, 6_919_900]) as [number, number];
    const [e, n] = fromTM35FIN([501_000, 6_920_100]) as [number, number];
    expect(scaleFor([w, s, e, n], 190, 75)).toBe(20_000); // 2 km on 152 mm
    expect(scaleFor([w, s, w, s], 190, 75)).toBe(2000);
    expect(scaleFor([19, 59, 32, 70], 190, 75)).toBe(10_000_000);
    expect(Math.abs(middleLat(s, n) - (s + n) / 2)).toBeLessThan(1e-5);
  });
  it("is that of the ground, not of web mercator", () => {
    // A kilometre east and north at E 500 000, where the grid's metres are 0.9996 of the ground's.
    for (const n of [6_650_000, 6_920_000, 7_700_000])
      for (const [east, north] of [[1000, 0], [0, 1000]] as const) {
        const a = fromTM35FIN([500_000, n]) as [number, number];
        const b = fromTM35FIN([500_000 + east, n + north]) as [number, number];
        const [[x1, y1], [x2, y2]] = [mercator(a), mercator(b)];
        const ground = Math.hypot(x2 - x1, y2 - y1) * groundPerMercator((a[1] + b[1]) / 2);
        expect(Math.abs(ground - 1000 / 0.9996)).toBeLessThan(1);
      }
  });
  it("comes back from the zoom that shows it", () => {
    for (const scale of [500, 10_000, 50_000]) expect(screenScale(zoomFor(scale, 62.4, pixel), 62.4)).toBe(scale);
  });
  it("of a screen has two digits", () => expect(String(screenScale(14.37, 62.4))).toMatch(/^[1-9]\d0*$/));
  for (const [scale, metres, millimetres] of [[500, 20, 40], [1000, 50, 50], [4000, 200, 50], [10_000, 500, 50], [50_000, 2000, 40]] as const)
    it(`1:${scale} has a bar of ${metres} m, ${millimetres} mm long`, () => expect(barOf(scale)).toEqual({ metres, millimetres }));
});

describe("north of the grid", () => {
  it("is where the grid's own lines run", () => {
    for (const [e, n] of [[200_000, 6_700_000], [700_000, 7_300_000]] as const) {
      const [lon, lat] = fromTM35FIN([e, n]) as [number, number];
      const [e2, n2] = toTM35FIN([lon, lat + 0.001]) as [number, number];
      expect(convergence(lon, lat)).toBeCloseTo((-Math.atan2(e2 - e, n2 - n) * 180) / Math.PI, 3);
    }
  });
});
