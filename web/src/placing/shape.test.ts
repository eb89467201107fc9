import { describe, it } from "node:test";
import { expect } from "expect";
import { type Part, type Shape, bounded, changed, plain, shifted, without } from "./part";
import { cornerBeside, everyCorner, holes, middleAfter, pieces, runs, together, withCornerAfter, withCornerAt, withoutCorner, withoutHole } from "./shape";

const ring = (x: number, size: number) => [[x, x], [x + size, x], [x + size, x + size], [x, x + size], [x, x]];
const holed: Shape = { type: "Polygon", coordinates: [ring(0, 10), ring(2, 1), ring(5, 2)] };
const two: Shape = { type: "MultiPolygon", coordinates: [holed.coordinates, [ring(20, 3)]] };

describe("shapes", () => {
  it("are put together from those of one kind", () => {
    expect(together([{ type: "Point", coordinates: [1, 2] }, { type: "MultiPoint", coordinates: [[3, 4]] }])).toEqual({ type: "MultiPoint", coordinates: [[1, 2], [3, 4]] });
    expect(together([holed])).toEqual(holed);
    expect(together([holed, { type: "Point", coordinates: [1, 2] }])).toBeNull();
    expect(together([])).toBeNull();
  });
  it("have corners beside each other round and round, the first where none is chosen", () => {
    expect(cornerBeside(holed, null, 1)).toEqual({ run: 0, corner: 0 });
    expect(cornerBeside(holed, { run: 0, corner: 3 }, 1)).toEqual({ run: 1, corner: 0 });
    expect(cornerBeside(holed, { run: 0, corner: 0 }, -1)).toEqual({ run: 2, corner: 3 });
  });
  it("count every corner once", () => {
    expect(runs(two).map((r) => [r.closed, r.corners.length])).toEqual([[true, 4], [true, 4], [true, 4], [true, 4]]);
    expect(everyCorner(two)).toHaveLength(16);
    expect(everyCorner({ type: "LineString", coordinates: [[0, 0], [1, 1]] })).toEqual([{ run: 0, corner: 0 }, { run: 0, corner: 1 }]);
  });
  it("stay closed when their first corner is moved", () => {
    const moved = withCornerAt(holed, { run: 0, corner: 0 }, [-1, -1]);
    expect((moved.coordinates as number[][][])[0]?.at(-1)).toEqual([-1, -1]);
    expect((moved.coordinates as number[][][]).length).toBe(3);
  });
  it("take a corner in the middle of a side, of the last one too", () => {
    expect(middleAfter(holed, { run: 0, corner: 3 })).toEqual([0, 5]);
    expect(middleAfter({ type: "LineString", coordinates: [[0, 0], [2, 2]] }, { run: 0, corner: 1 })).toBeUndefined();
    expect(runs(withCornerAfter(holed, { run: 0, corner: 3 }, [0, 5]))[0]?.corners).toHaveLength(5);
  });
  it("lose a hole with its last three corners, an area of several, and then all", () => {
    const triangle: Shape = { type: "Polygon", coordinates: [ring(0, 10), [[1, 1], [2, 1], [2, 2], [1, 1]]] };
    expect(withoutCorner(triangle, { run: 1, corner: 0 })).toEqual({ type: "Polygon", coordinates: [ring(0, 10)] });
    const areas: Shape = { type: "MultiPolygon", coordinates: [[ring(0, 10)], [[[1, 1], [2, 1], [2, 2], [1, 1]]]] };
    expect(withoutCorner(areas, { run: 1, corner: 0 })).toEqual({ type: "Polygon", coordinates: [ring(0, 10)] });
    expect(withoutCorner({ type: "LineString", coordinates: [[0, 0], [1, 1]] }, { run: 0, corner: 0 })).toBeNull();
    expect(withoutCorner({ type: "MultiPoint", coordinates: [[0, 0], [1, 1]] }, { run: 0, corner: 0 })).toEqual({ type: "Point", coordinates: [1, 1] });
  });
  it("have their holes filled one by one", () => {
    expect(holes(two)).toHaveLength(2);
    const [first] = holes(two);
    expect(first && holes(withoutHole(two, first)).map((h) => h.area.coordinates[0])).toEqual([ring(5, 2)]);
    expect(pieces(two)).toHaveLength(2);
  });
});

describe("the list of parts", () => {
  const part = (id: string): Part => ({ id, name: id, purpose: "", geometry: { type: "Point", coordinates: [0, 0] }, property_units: ["990-1-2-3"] });
  const list = [part("a"), part("b"), part("c")];
  it("forgets the units of a shape that was changed by hand, and of no other", () => {
    const next = changed(list, "b", { geometry: { type: "Point", coordinates: [1, 1] } });
    expect(next.map((p) => p.property_units)).toEqual([["990-1-2-3"], undefined, ["990-1-2-3"]]);
    expect(changed(list, "b", { name: "x" })[1]?.property_units).toEqual(["990-1-2-3"]);
  });
  it("is put in order within its ends", () => {
    expect(shifted(list, "c", -1).map((p) => p.id)).toEqual(["a", "c", "b"]);
    expect(shifted(list, "c", 1).map((p) => p.id)).toEqual(["a", "b", "c"]);
  });
  it("has the next part at hand when one is removed", () => {
    expect(without(list, "b").next).toBe("c");
    expect(without(list, "c").next).toBe("b");
    expect(without([part("a")], "a")).toEqual({ parts: [], next: null });
  });
});

describe("a part that was picked", () => {
  const venue: Part = { id: "a", name: "Tori", purpose: "site", geometry: holed, venue: { layer: "venues", feature_id: "1" }, property_units: ["990-1-2-3"], described: "Tori" };
  it("is the venue no more when its shape is another, and stays it when its name is", () => {
    const [moved] = changed([venue], "a", { geometry: two });
    expect([moved?.venue, moved?.property_units, moved?.described]).toEqual([undefined, undefined, undefined]);
    expect(changed([venue], "a", { name: "Kauppatori" })[0]?.venue).toEqual(venue.venue);
    expect(plain(venue)).toEqual({ id: "a", name: "Tori", purpose: "site", geometry: holed });
  });
  it("is told within the bounds of the service, by whole characters", () => {
    expect(bounded("480000 6920000", 400)).toBe("480000 6920000");
    const long = bounded("😀".repeat(500), 400);
    expect([...long]).toHaveLength(400);
    expect(long.endsWith("😀…")).toBe(true);
  });
});
