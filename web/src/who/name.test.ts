import { describe, it } from "node:test";
import { expect } from "expect";
import { initials } from "./name";

describe("initials", () => {
  for (const [name, want] of [["Demo Ylläpitäjä", "DY"], ["Anna Maria von Essen", "AE"], ["åke", "Å"], ["  ", ""]] as const) it(`of ${JSON.stringify(name)}`, () => expect(initials(name)).toBe(want));
});
