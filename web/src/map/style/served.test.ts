import { type StyleSpecification, latest, validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { expect } from "expect";

// The styles that the service makes of a town with a layer of each way to draw (go test ./styles -update).
describe("styles that are served", () => {
  for (const tone of ["light", "dark"]) {
    const style = JSON.parse(readFileSync(`../styles/testdata/${tone}.json`, "utf8")) as StyleSpecification;
    it(`are valid, ${tone}`, () => expect(validateStyleMin(style, latest).map((fault) => fault.message)).toEqual([]));
    it(`have no glyph server, ${tone}: names are drawn with the page's fonts`, () => expect(style).not.toHaveProperty("glyphs"));
  }
});
