import { describe, it } from "node:test";
import { expect } from "expect";
import { merge } from "./merge";

describe("what was typed, brought together with what was saved meanwhile", () => {
  const base = { email: "a", phone: "1", channels: ["email"] };
  it("keeps mine and takes theirs where I changed nothing", () => {
    expect(merge(base, { ...base, email: "b" }, { ...base, phone: "2" })).toEqual({ merged: { email: "b", phone: "2", channels: ["email"] }, conflicts: [] });
  });
  it("keeps mine and tells where both changed", () => {
    expect(merge(base, { ...base, email: "b" }, { ...base, email: "c" })).toEqual({ merged: { ...base, email: "b" }, conflicts: ["email"] });
  });
  it("is no conflict when both changed alike", () => {
    expect(merge(base, { ...base, channels: [] }, { ...base, channels: [] }).conflicts).toEqual([]);
  });
});
