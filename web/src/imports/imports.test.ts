import { describe, it } from "node:test";
import { expect } from "expect";
import { problemOf } from "../api/problem";
import { Speed, bytes, duration, seconds, secondsLeft } from "./amounts";
import { draftOf, idOf, missing, optionsOf } from "./choice";
import type { Change, Choices, Schedule } from "./queries";
import { bodyOf, settingsOf } from "./schedule";

Object.assign(globalThis, { addEventListener: () => undefined, location: { origin: "https://kartta.example", pathname: "/fi/kartta", search: "", hash: "" }, document: { getElementById: () => null, querySelector: () => null } });
const { fingerprint, unfinished } = await import("./uploads");
const { drawingOf, rowId } = await import("./drawing");

const spaces = (text: string) => text.replaceAll(/\s/gu, " ");

describe("amounts", () => {
  for (const [n, text] of [[0.0234, "0,023 s"], [0.5, "0,5 s"], [12.34, "12 s"]] as const) it(`${n} seconds`, () => expect(spaces(seconds(n, "fi"))).toBe(text));
  for (const [n, text] of [[12, "12 t"], [1500, "2 kt"], [8_400_000, "8,4 Mt"], [1_234_000_000, "1,23 Gt"]] as const) it(`${n} bytes`, () => expect(spaces(bytes(n, "fi"))).toBe(text));
  for (const [s, text] of [[0.2, "1 sekunti"], [42, "45 sekuntia"], [100, "2 minuuttia"], [7300, "2 tuntia"]] as const) it(`${s} seconds`, () => expect(spaces(duration(s, "fi"))).toBe(text));
  it("time left is told only where it is known", () => expect([secondsLeft(50, 100, 10), secondsLeft(50, 0, 10), secondsLeft(5, 10, 0), secondsLeft(11, 10, 1)]).toEqual([5, null, null, null]));
  it("speed is that of the last seconds", () => {
    const speed = new Speed(2000);
    expect([speed.note(0, 0), speed.note(1000, 100), speed.note(2000, 100), speed.note(4000, 500)].map(Math.round)).toEqual([0, 100, 50, 200]);
  });
});

describe("a choice about a file", () => {
  const choices = (more: Partial<Choices> = {}): Choices => ({ need: "recipe", part: 0, layers: [], service: [], recipes: [], columns: [], ...more });
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
  it("takes a table's geometry as text, and keeps it", () => {
    const draft = draftOf("a.csv", { parts: [{ recipe: "natura", wkt: "paikka", crs: "EPSG:3067" }] }, choices({ need: "columns", columns: ["id", "paikka"] }));
    expect(missing(draft, "columns", 0)).toEqual([]);
    expect(optionsOf(draft)).toEqual({ parts: [{ recipe: "natura", wkt: "paikka", crs: "EPSG:3067" }] });
    const xy = { ...draft, parts: draft.parts.map((p) => ({ ...p, place: "xy" as const, wkt: "paikka" })) };
    expect(missing(xy, "columns", 0)).toEqual(["/parts/0/x", "/parts/0/y"]);
    expect(optionsOf(xy)).toEqual({ parts: [{ recipe: "natura", crs: "EPSG:3067" }] });
    expect(missing({ ...draft, parts: draft.parts.map((p) => ({ ...p, wkt: "" })) }, "columns", 0)).toEqual(["/parts/0/wkt"]);
  });
  it("asks for a table's reference system only where neither the table nor the layer says it", () => {
    const draft = draftOf("a.csv", { parts: [{ recipe: "natura", x: "wgs84_lon", y: "wgs84_lat" }] }, choices({ need: "columns", columns: ["wgs84_lon", "wgs84_lat"] }));
    expect(missing(draft, "columns", 0)).toEqual([]);
    expect(missing(draft, "crs", 0)).toEqual(["/parts/0/crs"]);
  });
  it("asks anew for a reference system that the coordinates cannot be in", () => {
    const draft = draftOf("a.csv", { parts: [{ recipe: "natura", crs: "EPSG:4326" }] }, choices({ need: "crs", declared: "EPSG:4326", looks_like: "EPSG:3067" }));
    expect(missing(draft, "crs", 0)).toEqual(["/parts/0/crs"]);
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

describe("an answer that is still worked out", () => {
  const told = (kind: string) => problemOf({ status: 503, statusText: "", headers: new Headers({ "Retry-After": "5" }) } as Response, { type: `/api/problems/${kind}`, title: "x" });
  it("is waited for, and the service is not away", () => expect([told("working").working, told("working").passing, told("working").retryAfter]).toEqual([true, false, 5]));
  it("is not taken for a service that is away", () => expect([told("busy").working, told("busy").passing]).toEqual([false, true]));
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

describe("the schedule of a source", () => {
  const read = (more: Partial<Schedule>) => ({ tag: "x", body: { address: "https://register.example/wfs", every_minutes: 60, publish: "auto", options: { service: "springs", crs: "EPSG:3067" }, ...more } as Schedule });
  it("keeps what the form does not ask", () => {
    const before = read({});
    expect(bodyOf({ ...settingsOf(before), minutes: "1440" }, before)).toEqual({ address: "https://register.example/wfs", every_minutes: 1440, publish: "auto", options: { service: "springs", crs: "EPSG:3067" } });
  });
  it("is a daily one that asks where there is none", () => expect(bodyOf({ ...settingsOf(null), address: " https://a.example/x " }, null)).toEqual({ address: "https://a.example/x", every_minutes: 1440, publish: "ask", options: { service: undefined } }));
});
