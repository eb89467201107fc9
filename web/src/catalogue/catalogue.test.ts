import { describe, it } from "node:test";
import { expect } from "expect";
import type { Layer } from "../layers/layer";
import { every } from "./every";
import { type Mark, markOf, marks, severityOf } from "./mark";
import { orders, sorted } from "./order";
import type { Source } from "./queries";
import { isRegistrar, keeps, registries } from "./registrar";

const now = Date.parse("2026-11-20T12:00:00Z");
const source = (state: Source["state"], next_at = "2026-11-20T13:00:00Z") => ({ layer: "a", title: "A", theme: "natura", address: "", every_minutes: 60, publish: "ask", state, next_at, failures: 0 }) as Source;

describe("the mark of a source", () => {
  for (const [what, given, want] of [
    ["no source", undefined, "manual"], ["one that works", source("ok"), "ok"], ["one not fetched yet", source("new"), "new"], ["one that failed", source("failing"), "failing"],
    ["one that keeps failing", source("alerting"), "alerting"], ["one that is due", source("ok", "2026-11-20T11:30:00Z"), "ok"], ["one that nobody has asked for long", source("ok", "2026-11-20T10:00:00Z"), "late"],
  ] as const) it(`of ${what} is ${want}`, () => expect(markOf(given, now)).toBe(want));
  it("has a shape in every case", () => expect([...Object.keys(severityOf), "manual"].sort()).toEqual([...marks].sort()));
});

describe("the order of the catalogue", () => {
  const layer = (id: string, title: string, more: Partial<Layer>) => ({ id, title, data_date: undefined, imported_at: "2026-01-01T00:00:00Z", feature_count: 1, ...more }) as Layer;
  const layers = [
    layer("z", "Ääni", { data_date: "2026-02-01", feature_count: 3 }), layer("a", "Alue", { imported_at: "2026-05-01T00:00:00Z" }), layer("o", "Ojat", { data_date: "2025-02-01", feature_count: 9 }),
  ];
  const health: Record<string, Mark> = { a: "ok", o: "alerting", z: "manual" };
  for (const [order, want] of [["title", "aoz"], ["health", "oza"], ["dataDate", "zoa"], ["imported", "aoz"], ["features", "oza"]] as const)
    it(`by ${order}`, () => expect(sorted(layers, order, "fi", (l) => health[l.id] ?? "ok").map((l) => l.id).join("")).toBe(want));
  it("knows no other", () => expect(orders).toHaveLength(5));
});

describe("a schedule in words", () => {
  for (const [minutes, unit, count] of [[5, "minutes", 5], [60, "hours", 1], [90, "minutes", 90], [360, "hours", 6], [1440, "days", 1], [10_080, "days", 7]] as const)
    it(`${minutes} minutes`, () => expect(every(minutes)).toEqual([`every.${unit}`, { count }]));
});

describe("registrars", () => {
  const me = { signed_in: true, offices: [{ authority: { code: "a", name: "A" }, role: "handler" }, { authority: { code: "b", name: "B" }, role: "registrar" }] } as Parameters<typeof registries>[0];
  it("are so at their own authorities", () => expect(registries(me).map((a) => a.code)).toEqual(["b"]));
  it("keep the layers of those alone", () => expect([keeps(me, { code: "b" }), keeps(me, { code: "a" }), keeps(me, undefined)]).toEqual([true, false, false]));
  it("are none before it is known who asks", () => expect(isRegistrar(undefined)).toBe(false));
});
