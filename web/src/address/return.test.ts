import { describe, it } from "node:test";
import { expect } from "expect";
import { herePath, keptFragment, signInAddress } from "./return";

describe("where signing in comes back to", () => {
  const begin = "/auth/sign-in?provider=demo-person";
  it("is the path with its query and fragment", () => {
    const here = herePath({ pathname: "/fi/kartta", search: "?z=14&sign-in=ways&center=26,62", hash: "#place=abc" });
    expect(here).toBe("/fi/kartta?z=14&center=26,62#place=abc");
    expect(signInAddress(begin, here)).toBe(`${begin}&return_to=%2Ffi%2Fkartta%3Fz%3D14%26center%3D26%2C62%23place%3Dabc`);
  });
  it("has no empty query", () => expect(herePath({ pathname: "/fi/kartta", search: "?sign-in=ways", hash: "" })).toBe("/fi/kartta"));
  it("leaves a fragment here that is longer than the service takes", () => {
    expect(decodeURIComponent(signInAddress(begin, `/fi/kartta?z=14#place=${"a".repeat(2000)}`))).toBe(`${begin}&return_to=/fi/kartta?z=14${keptFragment}`);
  });
});
