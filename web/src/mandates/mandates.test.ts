import { describe, it } from "node:test";
import { expect } from "expect";
import { beginningOf, dayOf, endOf, lastDayOf } from "./day";
import { readUnits, writeUnit } from "./units";

describe("days in Finland", () => {
  it("begin at midnight there, in winter and in summer", () => {
    expect(beginningOf("2026-01-15")).toBe("2026-01-14T22:00:00.000Z");
    expect(beginningOf("2026-07-15")).toBe("2026-07-14T21:00:00.000Z");
  });
  it("have 23 hours when summer time begins and 25 when it ends", () => {
    expect([beginningOf("2026-03-29"), endOf("2026-03-29")]).toEqual(["2026-03-28T22:00:00.000Z", "2026-03-29T21:00:00.000Z"]);
    expect([beginningOf("2026-10-25"), endOf("2026-10-25")]).toEqual(["2026-10-24T21:00:00.000Z", "2026-10-25T22:00:00.000Z"]);
  });
  for (const day of ["", "2026-02-30", "15.1.2026", "2026-13-01"]) it(`are not ${JSON.stringify(day)}`, () => expect([beginningOf(day), endOf(day)]).toEqual([null, null]));
  it("are those of Finland, not of Greenwich", () => expect(dayOf(new Date("2026-01-14T22:30:00Z"))).toBe("2026-01-15"));
  it("end with the moment before", () => expect(lastDayOf(endOf("2026-12-31") ?? "")).toBe("2026-12-31"));
});

describe("property units", () => {
  it("are read in both forms", () => expect(readUnits("990-1-2-3, 99000100020004\n990-10-20-30")).toEqual(["99000100020003", "99000100020004", "99001000200030"]));
  it("stay as they are when they are none", () => expect(readUnits(" x 1-2 ")).toEqual(["x", "1-2"]));
  it("are written as people do", () => expect([writeUnit("99000100020003"), writeUnit("x")]).toEqual(["990-1-2-3", "x"]));
});
