import { describe, it } from "node:test";
import { expect } from "expect";
import { browserOf } from "./agent";
import { inOrder } from "./channels";
import { beforeOf } from "./next";

describe("a browser's name", () => {
  const cases = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0": "Edge, Windows",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15": "Safari, macOS",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 (KHTML, like Gecko) CriOS/130.0 Mobile Safari/604": "Chrome, iOS",
    "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0": "Firefox, Linux",
    "curl/8.1": "curl", "something else": "something else", "": "",
  };
  for (const [agent, want] of Object.entries(cases)) it(want || "none", () => expect(browserOf(agent)).toBe(want));
});

describe("channels", () => {
  it("begin with the preferred one", () => expect(inOrder(["suomifi", "email", "paper"], "paper")).toEqual(["paper", "suomifi", "email"]));
  it("stay as they are when it is none of them", () => expect(inOrder(["suomifi"], "paper")).toEqual(["suomifi"]));
});

describe("the next page of entries", () => {
  for (const [next, want] of [["/api/v1/looks?before=17&limit=25", 17], ["/api/v1/looks?limit=25", undefined], ["", undefined], [undefined, undefined]] as const) it(`of ${next} is before ${want}`, () => expect(beforeOf(next)).toBe(want));
});
