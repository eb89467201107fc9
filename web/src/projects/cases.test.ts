import { describe, it } from "node:test";
import { expect } from "expect";
import { type Kind, asked, checkAnswers, readNumber } from "./cases";

const kind = {
  check: "event",
  questions: [
    { id: "attendance", type: "number", check: "attendance", least: 0, most: 1000 },
    { id: "loud", type: "boolean", check: "loud" },
    { id: "until", type: "line", when: { question: "loud", in: ["true"] } },
    { id: "sells", type: "several", choices: [{ code: "food" }, { code: "goods" }] },
    { id: "stalls", type: "number", when: { question: "sells", in: ["food"] } },
    { id: "many", type: "boolean", when: { question: "stalls", at_least: 10 } },
  ],
} as unknown as Kind;
const ids = (fields: Record<string, never>) => asked(kind, fields).map((q) => q.id);
const answers = (of: object) => Object.fromEntries(Object.entries(of).map(([id, value]) => [`/answers/${id}`, value as never]));

describe("questions that are asked", () => {
  it("are those without a case at first", () => expect(ids({})).toEqual(["attendance", "loud", "sells"]));
  it("follow the answers, of whatever type", () => expect(ids(answers({ loud: true, sells: ["goods", "food"] }))).toEqual(["attendance", "loud", "until", "sells", "stalls"]));
  it("follow a number as it is typed", () => expect(ids(answers({ sells: ["food"], stalls: "1 000,5" }))).toContain("many"));
  it("do not follow the answer to one that is not asked any more", () => expect(ids(answers({ sells: [], stalls: 12 }))).toEqual(["attendance", "loud", "sells"]));
});

describe("a number", () => {
  it("is read as people write it", () => expect(["1200", "1 200", "1\u00a0200", "12,5", "12.5", "\u22123", 7].map(readNumber)).toEqual([1200, 1200, 1200, 12.5, 12.5, -3, 7]));
  it("is none where it could be read in two ways, or not at all", () => expect(["1 20", "1,2,3", "noin 200", "", true, null].map(readNumber)).toEqual([null, null, null, null, null, null]));
});

it("a check is told what rules ask for, as they want it; what cannot be read is left out", () => {
  expect(checkAnswers(kind, answers({ attendance: "800", loud: "false" }))).toEqual({ kind: "event", attendance: 800, loud: false });
  expect(checkAnswers(kind, answers({ attendance: "5 000", loud: "?" }))).toEqual({ kind: "event" });
});
