import { beforeEach, describe, it } from "node:test";
import { expect } from "expect";
import type { Map as GlMap } from "maplibre-gl";
import { LiveTiles, touchedTiles } from "./live";

const keys = (places: { x: number; y: number; z: number }[] | null) => places?.map(({ x, y, z }) => `${z}/${x}/${y}`) ?? null;

describe("tiles that a change touches", () => {
  it("are those of every zoom that its box lies in", () => {
    expect(keys(touchedTiles([[24.9, 60.1, 24.9001, 60.1001]], { min: 8, max: 10 }))).toEqual(["8/145/74", "9/291/148", "10/582/296"]);
  });
  it("are both where it lies by a seam", () => {
    const lon = 360 * (583 / 1024) - 180;
    expect(keys(touchedTiles([[lon + 0.001, 60.1, lon + 0.002, 60.1001]], { min: 10, max: 10 }))).toEqual(["10/582/296", "10/583/296"]);
    expect(keys(touchedTiles([[lon + 0.1, 60.1, lon + 0.11, 60.1001]], { min: 10, max: 10 }))).toEqual(["10/583/296"]);
  });
  it("are those beside it, too, where its points may be gathered with it", () => {
    expect(keys(touchedTiles([[24.92, 60.1, 24.9201, 60.1001]], { min: 10, max: 10, clusterBelow: 11 }))).toEqual(["10/582/296", "10/583/296"]);
    expect(keys(touchedTiles([[24.92, 60.1, 24.9201, 60.1001]], { min: 10, max: 10, clusterBelow: 10 }))).toEqual(["10/582/296"]);
  });
  it("are not told one by one when they are many", () => {
    expect(touchedTiles([[20, 60, 31, 70]], { min: 8, max: 16 })).toBeNull();
  });
});

describe("a map's live tiles", () => {
  let asked: string[] = [];
  let view: { x: number; y: number; z: number }[] = [];
  let next: (() => void)[] = [];
  let moved = () => {};
  const map = {
    on: (_: string, handler: () => void) => (moved = handler),
    getSource: (id: string) => (id === "live" ? { minzoom: 8, maxzoom: 10 } : undefined),
    coveringTiles: () => view.map((canonical) => ({ canonical })),
    refreshTiles: (id: string, places?: { x: number; y: number; z: number }[]) => asked.push(`${id} ${(keys(places ?? null) ?? ["all"]).join(" ")}`),
  } as unknown as GlMap;
  let tiles: LiveTiles;
  const box = [24.9, 60.1, 24.9001, 60.1001] as const;
  const take = () => asked.splice(0);

  beforeEach(() => {
    [asked, next, view] = [[], [], [{ z: 10, x: 582, y: 296 }, { z: 10, x: 583, y: 296 }]];
    tiles = new LiveTiles(map, (action) => next.push(action));
  });

  it("are asked for where they changed, and once more a second later", () => {
    tiles.changed("live", [box], { min: 8, max: 10 });
    expect(take()).toEqual(["live 10/582/296"]);
    moved();
    expect(take()).toEqual([]);
    next.shift()?.();
    expect(take()).toEqual(["live 10/582/296"]);
    expect(next).toEqual([]);
  });

  it("are asked for when they come into view", () => {
    tiles.changed("live", [box], { min: 8, max: 10 });
    next.shift()?.();
    take();
    view = [{ z: 9, x: 291, y: 148 }];
    moved();
    expect(take()).toEqual(["live 9/291/148"]);
    moved();
    expect(take()).toEqual([]);
  });

  it("are all asked for when anything may have changed", () => {
    tiles.changed("live", undefined, { min: 8, max: 10 });
    expect(take()).toEqual(["live all"]);
  });

  it("are left alone while they are not drawn", () => {
    tiles.changed("other", [box], { min: 8, max: 10 });
    expect(take()).toEqual([]);
  });
});
