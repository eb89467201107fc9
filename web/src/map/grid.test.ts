import { describe, it } from "node:test";
import { expect } from "expect";
import { toTM35FIN } from "../geo/tm35fin";
import { gridLines, gridStep, nothingThere } from "./grid";

describe("the grid", () => {
  for (const [zoom, step] of [[5, 100_000], [9, 10_000], [15, 1000]] as const) it(`at zoom ${zoom} has lines every ${step} metres`, () => expect(gridStep(zoom)).toBe(step));

  it("runs along whole kilometres, named", () => {
    const { features } = gridLines([26.55, 62.39, 26.65, 62.42], 13);
    const lines = features.filter((f) => f.geometry.type === "LineString");
    expect(lines.length).toBeGreaterThan(6);
    for (const line of lines) {
      if (line.geometry.type !== "LineString") continue;
      const ends = [line.geometry.coordinates[0], line.geometry.coordinates.at(-1)].map((c) => toTM35FIN(c as [number, number]));
      const along = [0, 1].filter((axis) => ends.every((end) => Math.abs((end[axis] as number) - Math.round((end[axis] as number) / 1000) * 1000) < 0.001));
      expect(along.length).toBeGreaterThan(0);
    }
    const names = features.filter((f) => f.geometry.type === "Point").map((f) => f.properties?.text as string);
    expect(names).toContain("E 480");
    expect(names).toContain("N 6920");
  });

  it("is not drawn outside Finland", () => expect(gridLines([0, 40, 5, 45], 9).features).toEqual([]));
});

describe("the words that there is no background", () => {
  it("stand outside what is covered only", () => {
    const { features } = nothingThere([20, 60, 30, 70], [[20, 60, 25, 70]], "nothing");
    expect(features.length).toBeGreaterThan(0);
    for (const f of features) expect(f.geometry.type === "Point" && (f.geometry.coordinates[0] as number) > 25).toBe(true);
    expect(nothingThere([20, 60, 30, 70], [[19, 58, 32, 71]], "nothing").features).toEqual([]);
  });
});
