import { describe, it } from "node:test";
import { expect } from "expect";
import { localWords, spanWords } from "./times";

/** Whatever spaces the language's rules put. */
const plain = (text: string) => text.replaceAll(/\s/g, " ");

describe("times of projects in words", () => {
  it("names the day of what ends on it once", () => {
    expect(plain(spanWords("fi", "2027-06-12T18:00", "2027-06-12T23:30"))).toBe("la 12.6.2027 klo 18.00–23.30");
  });
  it("names both days of what goes on past midnight", () => {
    expect(plain(spanWords("fi", "2027-06-12T18:00", "2027-06-13T01:00"))).toBe("la 12.6.2027 klo 18.00 – su 13.6.2027 klo 1.00");
  });
  it("says the hour as the clock on the wall does, whatever the offset", () => {
    expect(plain(localWords("fi", "2027-10-31T03:30+02:00"))).toBe("su 31.10.2027 klo 3.30");
    expect(plain(localWords("sv", "2027-06-12T18:00"))).toContain("kl. 18");
  });
  it("tells a time without an end", () => {
    expect(plain(spanWords("fi", "2027-06-12T18:00", ""))).toBe("la 12.6.2027 klo 18.00");
    expect(spanWords("fi", "", "")).toBe("");
  });
});
