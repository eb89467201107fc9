import { describe, it } from "node:test";
import { expect } from "expect";
import { dayAfter, minutes, read, span } from "./hours";
import { spanFaults, spanWords } from "./spanWords";

describe("a local time", () => {
  it("is a moment, in summer and in winter", () => {
    expect(read("2027-06-12T18:00").at?.toISOString()).toBe("2027-06-12T15:00:00.000Z");
    expect(read("2027-01-12T18:00").at?.toISOString()).toBe("2027-01-12T16:00:00.000Z");
  });
  it("is told to be skipped when summer time begins", () => {
    expect(read("2027-03-28T03:30")).toEqual({ fault: "skipped" });
    expect(read("2027-03-28T04:00").at?.toISOString()).toBe("2027-03-28T01:00:00.000Z");
  });
  it("is told to come twice when summer time ends, until the offset says which", () => {
    expect(read("2027-10-31T03:30")).toMatchObject({ fault: "twice" });
    expect(read("2027-10-31T03:30+03:00").at?.toISOString()).toBe("2027-10-31T00:30:00.000Z");
    expect(read("2027-10-31T03:30+02:00").at?.toISOString()).toBe("2027-10-31T01:30:00.000Z");
    expect(read("2027-06-12T18:00+02:00")).toEqual({ fault: "none" });
  });
  it("is none when it is not whole", () => expect(["", "2027-06-12T", "2027-13-12T10:00", "huomenna"].map((l) => read(l))).toEqual(Array(4).fill({ fault: "none" })));
});

describe("hours of a day", () => {
  it("close on the next day when they close no later than they open", () => {
    expect(span("2027-12-31", "18:00", "01:00")).toEqual({ from: "2027-12-31T18:00", to: "2028-01-01T01:00" });
    expect(span("2027-06-12", "12:00", "18:00").to).toBe("2027-06-12T18:00");
  });
  it("last as long as they really do on nights when clocks change", () => {
    expect(minutes("2027-06-12T18:00", "2027-06-13T01:00")).toBe(420);
    expect(minutes("2027-03-27T22:00", "2027-03-28T05:00")).toBe(360);
    expect(minutes("2027-10-30T22:00", "2027-10-31T05:00")).toBe(480);
    expect(minutes("2027-10-31T03:30+03:00", "2027-10-31T03:30+02:00")).toBe(60);
  });
  it("days follow the calendar", () => expect([dayAfter("2028-02-28", 1), dayAfter("2027-12-31", 1), dayAfter("2027-06-12", 364)]).toEqual(["2028-02-29", "2028-01-01", "2028-06-10"]));
});

describe("a stretch of time in words", () => {
  it("names a day once, and both where it goes past midnight", () => {
    expect(spanWords("fi", "2027-06-12T12:00", "2027-06-12T18:00")).toMatch(/^la 12\.6\.2027 (klo )?12\.00.18\.00$/);
    expect(spanWords("fi", "2027-06-12T18:00", "2027-06-13T01:00")).toMatch(/^la 12\.6\.2027 klo 18\.00 – su 13\.6\.2027 klo 1\.00$/);
  });
  it("tells what is wrong with it", () => {
    expect(spanFaults("2027-03-28T03:30", "2027-03-28T05:00")).toEqual({ from: "skipped" });
    expect(spanFaults("2027-06-12T18:00", "2027-06-12T17:00")).toEqual({ order: true });
    expect(spanFaults("2027-06-12T18:00", "2027-06-13T01:00")).toEqual({});
  });
});
