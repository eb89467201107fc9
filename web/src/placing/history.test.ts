import { describe, it } from "node:test";
import { expect } from "expect";
import { began, put, redone, undone } from "./history";

describe("the history of a place", () => {
  it("goes back and forth", () => {
    const h = put(put(began("a"), "b"), "c");
    expect(undone(h).now).toBe("b");
    expect(undone(undone(undone(h))).now).toBe("a");
    expect(redone(undone(undone(h))).now).toBe("b");
    expect(redone(h).now).toBe("c");
  });
  it("forgets what was taken back when something else is done", () => expect(redone(put(undone(put(began("a"), "b")), "x")).now).toBe("x"));
  it("takes steps of one run back together, and others apart", () => {
    const h = put(put(put(began(0), 1, "arrow"), 2, "arrow"), 3, "arrow");
    expect([undone(h).now, h.past.length]).toEqual([0, 1]);
    expect(undone(put(h, 4, "turn")).now).toBe(3);
    expect(undone(put(redone(undone(h)), 5, "arrow")).now).toBe(3);
  });
  it("keeps 200 changes", () => {
    let h = began(0);
    for (let i = 1; i <= 500; i++) h = put(h, i);
    expect([h.past.length, h.past[0]]).toEqual([200, 300]);
  });
});
