import { describe, it } from "node:test";
import { expect } from "expect";
import { everything, isNarrowed, moments, readFilter, writeFilter } from "./filter";

describe("filters of projects", () => {
  it("come back from the address as they were", () => {
    const filter = { q: "juhla & co", kinds: ["event", "wind_power"], states: ["visible"], severities: ["red", "unknown"], from: "2027-06-01", to: "2027-06-30", unseen: true, here: true } as const;
    expect(readFilter(writeFilter(filter))).toEqual(filter);
    expect(writeFilter(everything)).toBeNull();
    expect(isNarrowed(readFilter(null))).toBe(false);
  });
  it("leave out what cannot be read", () => {
    expect(readFilter("severity=red.purple&state=draft&from=yesterday&kind=Event.mine")).toEqual({ ...everything, severities: ["red"], kinds: ["mine"] });
  });
  it("begin and end their days at midnight in Finland", () => {
    expect(moments({ from: "2027-06-12", to: "2027-06-12" })).toEqual({ from: "2027-06-12T00:00:00+03:00", to: "2027-06-13T00:00:00+03:00" });
    expect(moments({ from: "2027-03-28", to: "2027-03-28" })).toEqual({ from: "2027-03-28T00:00:00+02:00", to: "2027-03-29T00:00:00+03:00" });
    expect(moments({ from: "2027-10-31", to: "" })).toEqual({ from: "2027-10-31T00:00:00+03:00" });
  });
});
