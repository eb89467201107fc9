import { describe, it } from "node:test";
import { expect } from "expect";
import { asking, given, readNumber } from "./plan";

const questions: Parameters<typeof given>[0] = [
  { id: "kind", type: "choice", choices: [{ value: "event" }, { value: "explosives_store" }] }, { id: "starts", type: "moment" },
  { id: "loud", type: "boolean", kinds: ["event"] }, { id: "explosives_kg", type: "number", kinds: ["explosives_store"] },
];

describe("questions about a plan", () => {
  it("are of its kind", () => {
    expect(asking(questions, undefined).map((q) => q.id)).toEqual(["kind"]);
    expect(asking(questions, "event").map((q) => q.id)).toEqual(["kind", "starts", "loud"]);
  });
  it("are answered for its kind only", () => {
    const told = { kind: "event", loud: true, explosives_kg: 500 };
    expect(given(questions, told)).toEqual({ kind: "event", loud: true });
    expect(given(questions, { loud: true })).toEqual({});
  });
  it("are no answers where the question does not take them, as in an old link", () => {
    expect(given(questions, { kind: "fair", starts: "2026-06-01T18:00" })).toEqual({ starts: "2026-06-01T18:00" });
    expect(given(questions, { kind: "event", loud: "yes", starts: 7, other: 1 })).toEqual({ kind: "event" });
  });
});

describe("numbers", () => {
  for (const [typed, lang, want] of [
    ["1 500", "fi", 1500], ["1500,5", "fi", 1500.5], ["1,500", "sv", 1.5], ["0.25", "fi", 0.25], ["1.500", "fi", null], ["−3", "fi", -3], ["", "fi", null], ["paljon", "fi", null], ["1,5,5", "fi", null],
    ["1,500", "en", 1500], ["1,500.5", "en", 1500.5], ["1.5", "en", 1.5], ["1,5", "en", null], ["12,34,567", "en", null], ["1500", "en", 1500],
  ] as const) {
    it(`"${typed}" in ${lang}`, () => expect(readNumber(typed, lang)).toBe(want));
  }
});
