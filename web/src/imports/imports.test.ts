import { describe, it } from "node:test";
import { expect } from "expect";
import { Speed, bytes, duration, secondsLeft } from "./amounts";
import { draftOf, idOf, missing, optionsOf } from "./choice";
import type { Change, Choices } from "./queries";

Object.assign(globalThis, { addEventListener: () => undefined, location: { origin: "https://kartta.example", pathname: "/fi/kartta", search: "", hash: "" }, document: { getElementById: () => null, querySelector: () => null } });
const { fingerprint, unfinished } = await import("./uploads");
const { drawingOf, rowId } = await import("./drawing");

const spaces = (text: string) => text.replaceAll(/\s/gu, " ");

describe("amounts", () => {
  for (const [n, text] of [[12, "12 t"], [1500, "2 kt"], [8_400_000, "8,4 Mt"], [1_234_000_000, "1,23 Gt"]] as const) it(`${n} bytes`, () => expect(spaces(bytes(n, "fi"))).toBe(text));
  for (const [s, text] of [[0.2, "1 sekunti"], [42, "45 sekuntia"], [100, "2 minuuttia"], [7300, "2 tuntia"]] as const) it(`${s} seconds`, () => expect(spaces(duration(s, "fi"))).toBe(text));
  it("time left is told only where it is known", () => expect([secondsLeft(50, 100, 10), secondsLeft(50, 0, 10), secondsLeft(5, 10, 0), secondsLeft(11, 10, 1)]).toEqual([5, null, null, null]));
  it("speed is that of the last seconds", () => {
    const speed = new Speed(2000);
    expect([speed.note(0, 0), speed.note(1000, 100), speed.note(2000, 100), speed.note(4000, 500)].map(Math.round)).toEqual([0, 100, 50, 200]);
  });
});

describe("a choice about a file", () => {
  const choices = (more: Partial<Choices> = {}): Choices => ({ need: "recipe", part: 0, layers: [], service: [], recipes: [], ...more });
  for (const [name, id] of [["Lähteet 2026.gpkg", "lahteet_2026"], ["3_alueet.geojson", "alueet"], ["ÅÄÖ", "aao"], ["...", ""]] as const) it(`${name} is called ${id}`, () => expect(idOf(name)).toBe(id));
  it("takes the first of several layers", () => {
    const draft = draftOf("a.gpkg", {}, choices({ layers: [{ name: "x", features: 3 }, { name: "y" }] }));
    expect(draft.parts.map((p) => [p.layer, p.take, p.made.id])).toEqual([["x", true, "x"], ["y", false, "y"]]);
    expect(optionsOf(draft)).toEqual({ parts: [{ layer: "x" }] });
  });
  it("keeps what was chosen before", () => {
    const draft = draftOf("a.csv", { parts: [{ recipe: "natura", x: "E", y: "N" }] }, choices({ need: "crs" }));
    expect(missing(draft, "crs", 0)).toEqual(["/parts/0/crs"]);
    expect(optionsOf({ ...draft, parts: draft.parts.map((p) => ({ ...p, crs: "EPSG:3067" })) })).toEqual({ parts: [{ recipe: "natura", x: "E", y: "N", crs: "EPSG:3067" }] });
  });
  it("asks for all that a new layer needs", () => {
    const draft = draftOf("Lähteet.geojson", {}, choices());
    const made = { ...draft, parts: draft.parts.map((p) => ({ ...p, becomes: "new" })) };
    expect(missing(made, "recipe", 0).map((m) => m.slice(9))).toEqual(["new/title/fi", "new/title/sv", "new/title/en", "new/theme", "new/licence", "new/attribution"]);
    const full = made.parts.map((p) => ({ ...p, made: { ...p.made, theme: "natura", title: { fi: "a", sv: "b", en: "c" }, licence: "CC0", attribution: "x" } }));
    expect(optionsOf({ service: "", parts: full })).toEqual({ parts: [{ new: { id: "lahteet", theme: "natura", title: { fi: "a", sv: "b", en: "c" }, licence: "CC0", attribution: "x" } }] });
  });
  it("asks what a layer becomes", () => expect(missing(draftOf("a", {}, choices()), "recipe", 0)).toEqual(["/parts/0/recipe"]));
  it("names the layer of a service", () => expect(optionsOf({ service: " kunnat ", parts: [] })).toEqual({ service: "kunnat" }));
});

describe("uploads", () => {
  const file = { name: "Öljy.gpkg", size: 10, lastModified: 5 };
  it("are known again by name, size and age", () => {
    expect(fingerprint(file, "a")).toBe(fingerprint({ ...file }, "a"));
    expect(new Set([fingerprint(file, "a"), fingerprint(file, "b"), fingerprint({ ...file, size: 11 }, "a"), fingerprint({ ...file, lastModified: 6 }, "a")]).size).toBe(4);
  });
  it("that were broken off are told by name", () => {
    const kept = [[`tus::${fingerprint(file, "a")}::1`, JSON.stringify({ metadata: { filename: "Öljy.gpkg" } })], ["tus::lupakartta/x::2", "{"], ["other", "1"]] as const;
    expect(unfinished({ length: kept.length, key: (i) => kept[i]?.[0] ?? null, getItem: (k) => kept.find(([key]) => key === k)?.[1] ?? null })).toEqual(["Öljy.gpkg"]);
  });
});

describe("a change on the map", () => {
  const square = { type: "Polygon", coordinates: [[[26, 62], [26.1, 62], [26.1, 62.1], [26, 62]]] };
  const change = (more: object) => ({ id: "moved/1", geometry: square, properties: { kind: "moved" }, ...more }) as unknown as Change;
  it("is a shape with a sign in its middle", () => expect(drawingOf(change({})).map((f) => f.geometry.type)).toEqual(["Polygon", "Point"]));
  it("shows where it was, and the way", () => expect(drawingOf(change({ former_geometry: square })).map((f) => f.geometry.type)).toEqual(["LineString", "Polygon", "Polygon", "Point"]));
  it("of a point is a sign", () => expect(drawingOf(change({ geometry: { type: "Point", coordinates: [26, 62] } })).map((f) => f.geometry.type)).toEqual(["Point"]));
  it("has a row of its own", () => expect(rowId("moved/1")).toBe("change-moved-1"));
});
