import { describe, it } from "node:test";
import { expect } from "expect";
import { draftFrom, withCases, withoutCases } from "./draft";
import type { RuleText } from "./queries";
import { suggest } from "./suggest";
import { wordDiff } from "./wordDiff";

const text = { fi: "a", sv: "b", en: "c" };
const rule: RuleText = { id: "near", theme: "natura", relation: "within", distance_m: 200, severity: "amber", title: text, why: text, next: text, statute: text, authority: text, valid_from: "2026-01-01", valid_to: "2026-12-31" };

describe("word by word", () => {
  it("tells what stays, goes and comes", () => {
    expect(wordDiff("Alle 200 m alueesta", "Alle 500 m alueesta tai rannasta")).toEqual([
      { kind: "same", text: "Alle " }, { kind: "out", text: "200" }, { kind: "in", text: "500" }, { kind: "same", text: " m alueesta" }, { kind: "in", text: " tai rannasta" },
    ]);
  });
  it("gives both texts back", () => {
    const [before, after] = ["yksi  kaksi\nkolme", "kaksi kolme neljä"];
    const parts = wordDiff(before, after);
    expect(parts.filter((p) => p.kind !== "in").map((p) => p.text).join("")).toBe(before);
    expect(parts.filter((p) => p.kind !== "out").map((p) => p.text).join("")).toBe(after);
  });
  it("gives long texts back that differ all over, without matching each word with each", () => {
    const [before, after] = [..."ab"].map((word) => `Alku ${`${word} `.repeat(8000)}loppu`) as [string, string];
    expect(wordDiff(before, after).map((p) => [p.kind, p.text.length])).toEqual([["same", 5], ["out", 15_999], ["in", 15_999], ["same", 6]]);
  });
  it("has nothing to tell of nothing", () => expect(wordDiff("", "")).toEqual([]));
});

describe("a draft", () => {
  it("takes the whole rule along, from another day and until further notice when its time was over", () => {
    const draft = draftFrom({ kind: "change", rule, base: 3, day: "2027-02-01" });
    expect(draft).toEqual({ kind: "change", base: 3, rule: { ...rule, valid_from: "2027-02-01", valid_to: undefined }, reason: "", places: [], answers: {} });
    expect(draftFrom({ kind: "change", rule, base: 3, day: "2026-02-01" }).rule.valid_to).toBe("2026-12-31");
    expect(draftFrom({ kind: "end", rule, base: 3, day: "2026-02-01" }).rule.valid_to).toBeUndefined();
  });
  it("begins a case with what the rule had, and goes back to it", () => {
    const parted = withCases(rule, undefined);
    expect(parted).toEqual({ ...rule, distance_m: undefined, severity: undefined, cases: [{ distance_m: 200, severity: "amber" }] });
    expect(withoutCases(parted)).toEqual({ ...rule, cases: undefined });
    const kept = [{ severity: "red" as const, distance_m: 5, when: { kind: ["event"] } }];
    expect(withCases(rule, kept).cases).toEqual(kept);
  });
});

describe("suggested places", () => {
  it("lie by turns at a feature, within the distance of it and beyond", () => {
    const places = suggest([1, 2, 3, 4].map((n) => ({ title: `${n}`, bbox: [26, 60, 26.01, 60] })), 100, (kind, title) => `${kind} ${title}`);
    expect(places.map((p) => p.name)).toEqual(["at 1", "within 2", "beyond 3", "at 4"]);
    const [middle, within, beyond] = places.map((p) => (p.geometry as unknown as { coordinates: number[] }).coordinates[0] ?? 0);
    expect(middle).toBe(26.005);
    expect((((within ?? 0) - 26.01) * 111_320) / 2).toBeCloseTo(90, 0);
    expect((((beyond ?? 0) - 26.01) * 111_320) / 2).toBeCloseTo(110, 0);
  });
});
