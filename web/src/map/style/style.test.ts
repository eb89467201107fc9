import type { LayerSpecification } from "maplibre-gl";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { expect } from "expect";
import type { Layer } from "../../layers/layer";
import { changes } from "./changes";
import { signs } from "./images";
import { type Ink, dark, light } from "./ink";
import { overlayLayers } from "./overlay";
import type { ServedStyle } from "./served";
import { mapStyle, slotEnd } from "./style";

Object.assign(globalThis, { location: { origin: "https://kartta.example" } });

/** What the service makes of a town with a layer of each way to draw. */
const served = (tone: "light" | "dark") => JSON.parse(readFileSync(`../styles/testdata/${tone}.json`, "utf8")) as ServedStyle;

const layer = (id: string, theme: string, more: Partial<Layer> = {}): Layer => ({
  id, theme, version: 7, title: id, feature_count: 1, geometry_type: "Polygon", bbox: [26, 62, 27, 63], licence: "", attribution: "",
  imported_at: "2026-01-01T00:00:00Z", source: { name: "", publisher: "" }, coverage: { kind: "none" }, attributes: [],
  provenance: { report: { read: 1, imported: 1, repaired: 0, refused: 0, warnings: 0 }, links: { report: "", versions: "", coverage: "" } },
  style: { min_zoom: 0, visible: true, labels: [] }, ...more,
});

const town = [layer("land", "base_land"), layer("lake", "base_water"), layer("street", "base_street"), layer("groundwater", "groundwater")];
const order = (layers: LayerSpecification[]) => layers.map((l) => l.id);
const raster = { tiles: "/background/{z}/{x}/{y}.png", tile_size: 256, max_zoom: 18, attribution: "©" };

describe("the map's style", () => {
  it("asks for every layer of the first look in one tile, by version", () => {
    const style = mapStyle(town, served("light"), light);
    expect(Object.keys(style.sources)).toEqual(["first/0"]);
    expect(style.sources["first/0"]).toMatchObject({ tiles: ["https://kartta.example/tiles/WebMercatorQuad/land@7,lake@7,street@7,groundwater@7/{z}/{x}/{y}.mvt"], maxzoom: 16 });
  });
  it("parts them among sources where there are more than a tile may hold", () => {
    const many = Array.from({ length: 40 }, (_, i) => layer(`layer_${i}`, "zoning"));
    expect(Object.keys(mapStyle(many, served("light"), light).sources)).toEqual(["first/0", "first/1"]);
  });
  it("draws the parts of the service's style, in its slots, whatever the layers' order", () => {
    const style = mapStyle([...town].reverse(), served("light"), light);
    const ids = order(style.layers);
    const ends = served("light").metadata["lupakartta:slots"].map((slot) => ids.indexOf(slotEnd(slot)));
    expect(ends).toEqual([...ends].sort((a, b) => a - b));
    const before = (a: string, b: string) => expect(ids.indexOf(a)).toBeLessThan(ids.indexOf(b));
    before("land/fill", "lake/fill");
    before("lake/fill", "groundwater/fill");
    before("groundwater/pattern", "street/casing");
    before("street/line", "street/name");
    expect(ids).not.toContain("venue/mark");
  });
  it("shows what is asked for, though the service's style keeps it hidden", () => {
    const fill = mapStyle(town, served("light"), light).layers.find((l) => l.id === "groundwater/fill");
    expect(fill).toMatchObject({ source: "first/0", "source-layer": "groundwater", minzoom: 8, layout: { visibility: "visible" } });
  });
  it("has the images of its tone, from the page's own address", () => {
    expect(mapStyle(town, served("light"), light).sprite).toBe("https://kartta.example/styles/sprites/light");
    expect(mapStyle(town, served("dark"), dark).sprite).toBe("https://kartta.example/styles/sprites/dark");
  });
  it("draws a raster background below everything, and turns its light over in the dark", () => {
    const style = (tone: "light" | "dark", ink: Ink) => mapStyle(town, served(tone), ink, raster);
    expect(style("light", light).sources.raster).toMatchObject({ type: "raster", tiles: ["https://kartta.example/background/{z}/{x}/{y}.png"] });
    expect(order(style("light", light).layers).indexOf("raster")).toBe(1);
    const paint = (tone: "light" | "dark", ink: Ink) => style(tone, ink).layers.find((l) => l.id === "raster")?.paint;
    expect(paint("light", light)).toBeUndefined();
    expect(paint("dark", dark)).toMatchObject({ "raster-brightness-max": 0.1 });
    expect(Object.keys(light.raster)).toEqual(Object.keys(dark.raster));
  });
});

describe("what people draw", () => {
  /** Relative luminance, as WCAG has it. */
  const luminance = (hex: string) => {
    const [r, g, b] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a: string, b: string) => (Math.max(luminance(a), luminance(b)) + 0.05) / (Math.min(luminance(a), luminance(b)) + 0.05);

  for (const [tone, ink] of [["light", light], ["dark", dark]] as const) {
    const style = served(tone);
    const fill = (id: string) => (style.layers.find((l) => l.id === id)?.paint as Record<string, string>)["fill-color"] as string;
    const grounds = [style.metadata["lupakartta:paper"], fill("land/fill"), fill("lake/fill")];
    it(`stands out, ${tone}`, () => {
      for (const ground of grounds) {
        for (const kind of Object.values(signs)) expect(contrast(ink.dark ? kind.dark : kind.color, ground)).toBeGreaterThanOrEqual(3);
        expect(contrast(ink.ink, ground)).toBeGreaterThanOrEqual(3);
        expect(contrast(ink.measure, ground)).toBeGreaterThanOrEqual(4.5);
      }
      expect(contrast(ink.grid.name, style.metadata["lupakartta:paper"])).toBeGreaterThanOrEqual(4.5);
    });
  }
  it("has the same layers in both tones", () => expect(Object.keys(overlayLayers(dark))).toEqual(Object.keys(overlayLayers(light))));
  it("tells changes apart without colours: by sign, pattern and outline", () => {
    const kinds = Object.keys(signs) as (keyof typeof signs)[];
    const different = (looks: unknown[]) => expect(new Set(looks.map((look) => JSON.stringify(look))).size).toBe(kinds.length);
    const layers = changes(light);
    const paint = (id: string) => layers.find((l) => l.id === id)?.paint as Record<string, unknown>;
    different(kinds.map((kind) => [signs[kind].outline, signs[kind].sign]));
    different(kinds.map((kind) => JSON.stringify(paint(`changes/fill-${kind}`)["fill-pattern"] ?? "none").split(":")[1]));
    different(kinds.map((kind) => paint(`changes/line-${kind}`)["line-dasharray"] ?? "none"));
  });
});
