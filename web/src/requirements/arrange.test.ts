import { describe, it } from "node:test";
import { expect } from "expect";
import fi from "../i18n/fi.json";
import { arranged, contactsOf, kindsOf, leading, sourcesOf, varies } from "./arrange";
import type { KindFinding, Requirement, Requirements } from "./queries";
import { themes } from "./subjects";

type Severity = KindFinding["severity"];

const finding = (severity: Severity, more: Partial<KindFinding> = {}) =>
  ({ rule: "r", severity, status: severity === "green" ? "not_found" : severity === "unknown" ? "not_known" : "found", ...more }) as KindFinding;

const order: Severity[] = ["red", "amber", "unknown", "green"];
const worst = (all: KindFinding[]) => order.find((s) => all.some((f) => f.severity === s)) ?? "green";

function requirement(rule: string, theme: string, places: KindFinding[][], differs: Requirement["differs"] = []): Requirement {
  const at = places.map((findings) => ({ severity: worst(findings), not_known: findings.some((f) => f.status === "not_known"), distance_m: null, findings }));
  return { rule, rule_version: 1, theme, title: rule, statute: "", severity: worst(places.flat()), places: at, differs };
}

const told = (requirements: Requirement[], places: number, differing = false) => arranged({ requirements, places: Array.from({ length: places }, () => ({})) as Requirements["places"] }, differing);
const needs = (...questions: string[]) => finding("unknown", { reason: "no_answer", needs: questions, kinds: ["event"] });

describe("requirements", () => {
  it("have a subject for every theme of layers", () => expect([...themes].sort()).toEqual(Object.keys(fi.theme).sort()));

  it("stand by subject, what is well apart", () => {
    const { groups } = told([requirement("a", "zoning", [[finding("red")]]), requirement("b", "natura", [[finding("green")]]), requirement("c", "natura", [[finding("unknown", { reason: "not_covered" })]])], 1);
    expect(groups.map((g) => [g.subject, g.open.map((r) => r.rule), g.well.map((r) => r.rule)])).toEqual([["nature", ["c"], ["b"]], ["planning", ["a"], []]]);
  });

  it("wait for answers apart, by the kinds of project that these are about", () => {
    const { groups, waiting } = told([requirement("a", "building", [[needs("loud")]]), requirement("b", "noise", [[needs("loud"), finding("green", { kinds: ["building"] })]]), requirement("c", "noise", [[needs("attendance")]])], 1);
    expect(groups).toEqual([]);
    expect(waiting.map((w) => [w.kinds, w.needs, w.of.map((r) => r.rule)])).toEqual([[["event"], ["loud", "attendance"], ["a", "b", "c"]]]);
  });

  it("are no question of answers alone where something else is not known, or is found", () => {
    const open = [requirement("a", "noise", [[needs("loud"), finding("unknown", { reason: "no_layer", kinds: ["building"] })]]), requirement("b", "noise", [[finding("amber"), needs("loud")]])];
    const { groups, waiting } = told(open, 1);
    expect([groups[0]?.open.map((r) => r.rule), waiting]).toEqual([["a", "b"], []]);
  });

  it("of two places are told as far as they differ, never without what is not known at one", () => {
    const all = [requirement("a", "natura", [[finding("green")], [finding("green")]]), requirement("b", "flood", [[finding("green")], [finding("unknown", { reason: "not_covered" })]], ["severity", "not_known"])];
    const { groups, told: count, alike } = told(all, 2, true);
    expect([groups.map((g) => g.open.map((r) => r.rule)), count, alike]).toEqual([[["b"]], 1, 1]);
    expect(told(all, 2).told).toBe(2);
    expect(told(all.slice(0, 1), 1, true).told).toBe(1); // one place has nothing to differ from
  });

  it("name their kinds, sources and contacts once", () => {
    const contact = { code: "x", name: "X" };
    const some = [finding("amber", { kinds: ["event"], layer_title: "Kaava", data_date: "2026-01-02", contacts: [contact] }), finding("green", { kinds: ["building"], looked: [{ layer: "k", layer_version: 1, layer_title: "Kaava" }], contacts: [contact] })];
    const r = requirement("a", "zoning", [some]);
    expect(kindsOf(r)).toEqual(["event", "building"]);
    expect(varies(r.places[0] as Requirement["places"][number])).toBe(true);
    expect(kindsOf(requirement("b", "zoning", [[finding("amber")], [finding("green", { kinds: ["event"] })]]))).toBeNull();
    expect(sourcesOf(some).map((s) => s.title)).toEqual(["Kaava"]);
    expect(contactsOf(some)).toEqual([contact]);
    expect(leading(requirement("c", "zoning", [[finding("green")], [finding("red", { next: "kysy" })]]))?.next).toBe("kysy");
  });
});
