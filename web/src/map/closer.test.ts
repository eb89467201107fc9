import { describe, it } from "node:test";
import { expect } from "expect";
import { closer } from "./closer";

describe("going closer to points that stand for several", () => {
  for (const [from, below, to] of [[6, 14, 9], [6.99, 14, 9], [10.2, 14, 13], [12.5, 14, 14], [13.9, 14, 14]] as const)
    it(`from ${from} where they are parted at ${below}`, () => expect(closer(from, below)).toBe(to));
});
