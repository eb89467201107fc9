import { describe, it } from "node:test";
import { expect } from "expect";
import { type Projection, snapped } from "./snap";

/** A hundred pixels to a degree, north up. */
const flat: Projection = { project: (lon, lat) => ({ x: lon * 100, y: -lat * 100 }), unproject: (x, y) => ({ lng: x / 100, lat: -y / 100 }) };
const square = { corners: [[0, 0], [1, 0], [1, 1], [0, 1]], closed: true };

describe("snapping", () => {
  it("takes a corner before the side that is nearer", () => expect(snapped({ x: 6, y: 3 }, [square], flat, 10)).toEqual([0, 0]));
  it("takes the nearest point of a side, the closing one too", () => {
    expect(snapped({ x: 50, y: 4 }, [square], flat, 10)?.map((v) => Math.round(v * 100) / 100 + 0)).toEqual([0.5, 0]);
    expect(snapped({ x: 4, y: -50 }, [square], flat, 10)?.map((v) => Math.round(v * 100) / 100 + 0)).toEqual([0, 0.5]);
  });
  it("takes nothing that is out of reach", () => expect(snapped({ x: 50, y: 12 }, [square], flat, 10)).toBeNull());
  it("takes the last corner of a line, and a single point", () => {
    expect(snapped({ x: 102, y: 0 }, [{ corners: [[0, 0], [1, 0]] }], flat, 10)).toEqual([1, 0]);
    expect(snapped({ x: 2, y: 0 }, [{ corners: [[0, 0]] }], flat, 10)).toEqual([0, 0]);
  });
  it("takes nothing beyond the box in which a feature is whole", () => expect(snapped({ x: 50, y: 4 }, [{ ...square, within: [-1, 0.2, 2, 2] }], flat, 10)).toBeNull());
});
