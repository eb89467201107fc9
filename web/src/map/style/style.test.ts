import type { LayerSpecification } from "maplibre-gl";
import { describe, it } from "node:test";
import { expect } from "expect";
import type { Layer } from "../../layers/layer";
import { themeOrder } from "../../layers/layer";
import { colour, contrast, fromHsl, shade, toHsl } from "./colour";
import { parts, slots } from "./drawing";
import { lookOf } from "./look";
import { overlayLayers } from "./overlay";
import { mapStyle, slotEnd } from "./style";
import { dark, light } from "./tone";

Object.assign(globalThis, { location: { origin: "https://kartta.example" } });

const layer = (id: string, theme: string, more: Partial<Layer> = {}, style: Partial<Layer["style"]> = {}): Layer => ({
  id, theme, version: 7, title: id, feature_count: 1, geometry_type: "Polygon", bbox: [26, 62, 27, 63], licence: "", attribution: "",
  imported_at: "2026-01-01T00:00:00Z", source: { name: "", publisher: "" }, coverage: { kind: "none" }, attributes: [],
  provenance: { report: { read: 1, imported: 1, repaired: 0, refused: 0, warnings: 0 }, links: { report: "", versions: "", coverage: "" } },
  ...more, style: { min_zoom: 0, visible: true, labels: [], ...style },
});

const town = [
  layer("land", "base_land"), layer("lake", "base_water"), layer("street", "base_street", { geometry_type: "LineString" }, { labels: ["namn", "name"] }),
  layer("natura", "natura", {}, { pattern: "hatch", min_zoom: 8 }), layer("stops", "transit", { geometry_type: "Point" }, { visible: false }),
];
const on = town.filter((l) => l.style.visible);
const order = (layers: LayerSpecification[]) => layers.map((l) => l.id);

describe("the style", () => {
  it("asks for every layer of the first look in one tile, by version", () => {
    const style = mapStyle(on);
    expect(Object.keys(style.sources)).toEqual(["first/0"]);
    expect(style.sources["first/0"]).toMatchObject({ tiles: ["https://kartta.example/tiles/WebMercatorQuad/land@7,lake@7,street@7,natura@7/{z}/{x}/{y}.mvt"], maxzoom: 16 });
  });
  it("parts them among sources where there are more than a tile may hold", () => {
    const many = Array.from({ length: 40 }, (_, i) => layer(`layer_${i}`, "zoning"));
    expect(Object.keys(mapStyle(many).sources)).toEqual(["first/0", "first/1"]);
  });
  it("draws slots in order, whatever the layers' order", () => {
    const ids = order(mapStyle(on).layers);
    const ends = slots.map((slot) => ids.indexOf(slotEnd(slot)));
    expect(ends).toEqual([...ends].sort((a, b) => a - b));
    const before = (a: string, b: string) => expect(ids.indexOf(a)).toBeLessThan(ids.indexOf(b));
    before("land/fill", "lake/fill");
    before("lake/fill", "natura/fill");
    before("natura/pattern", "street/line");
    before("street/casing", "street/line");
    before("street/line", "street/name");
  });
  it("writes the first name that a feature has", () => {
    const name = mapStyle(on).layers.find((l) => l.id === "street/name");
    expect(name?.layout).toMatchObject({ "text-field": ["to-string", ["coalesce", ["get", "namn"], ["get", "name"]]] });
  });
  it("leaves out what no tile holds at the zoom", () => {
    const { layers } = mapStyle(on);
    expect(layers.find((l) => l.id === "natura/fill")).toMatchObject({ minzoom: 8, "source-layer": "natura" });
  });
  it("draws a raster background below everything", () => {
    const style = mapStyle([layer("municipality", "municipality")], { tiles: "/background/{z}/{x}/{y}.png", tile_size: 256, max_zoom: 18, attribution: "©" });
    expect(style.sources.raster).toMatchObject({ type: "raster", tiles: ["https://kartta.example/background/{z}/{x}/{y}.png"] });
    expect(order(style.layers).indexOf("raster")).toBe(1);
    expect(order(style.layers)).toContain("municipality/outline");
  });
  it("has no glyph server: names are drawn with the page's fonts", () => expect(mapStyle(on)).not.toHaveProperty("glyphs"));
});

describe("colours", () => {
  for (const [name, hex] of [["#123456", "#123456"], ["highlightBase", "#2a6ebb"], ["fi-color-alert-base", "#ae302d"], ["none such", "#000000"], [undefined, "#000000"]] as const)
    it(`${name} is ${hex}`, () => expect(colour(name, "#000000")).toBe(hex));
  it("are shaded towards black and white", () => {
    expect(shade("#808080", -0.5)).toBe("#404040");
    expect(shade("#808080", 1)).toBe("#ffffff");
  });
});

describe("the dark map", () => {
  it("has the very layers of the light one", () => {
    const shape = (layers: LayerSpecification[]) => layers.map(({ id, type, paint }) => [id, type, Object.keys(paint ?? {})]);
    expect(shape(mapStyle(town, undefined, dark).layers)).toEqual(shape(mapStyle(town, undefined, light).layers));
    expect(Object.keys(overlayLayers(dark))).toEqual(Object.keys(overlayLayers(light)));
  });
  const grounds = { paper: dark.paper, land: dark.land("#f5f1e6"), forest: dark.land("#dbe5c8"), water: dark.water("#b9dbec") };
  const themes = themeOrder.filter((theme) => !theme.startsWith("base_") && theme !== "building");
  for (const theme of themes) {
    it(`${theme} stands out`, () => {
      const { color } = lookOf(layer("a", theme));
      const drawn = [["line", dark.mark(color), 3], ["outline", dark.outline(color), 3], ["name", dark.name(color, 0.45), 4.5]] as const;
      const faint = Object.entries(grounds).flatMap(([on, ground]) =>
        drawn.map(([what, hex, least]) => ({ what, on, contrast: contrast(hex, ground), least })).filter((found) => !(found.contrast >= found.least)));
      expect(faint).toEqual([]);
    });
  }
  it("has names that are read across the areas of a plan", () => {
    const areas = ["#e8b878", "#e57373", "#d9d9d9", "#cddc39", "#a160b3"].map((color) => dark.fill(color));
    expect(areas.filter((area) => !(contrast(dark.name("#e8b878", 0.45), area) >= 4.5))).toEqual([]);
  });
  it("can be read in town", () => {
    const street = dark.street("#ffffff");
    const building = dark.building("#9c8d84");
    for (const ground of [...Object.values(grounds), street, building]) {
      expect(contrast(dark.townName, ground)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(dark.name("#b9dbec", 0.55), ground)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(dark.ink, ground)).toBeGreaterThanOrEqual(3);
      expect(contrast(dark.measure, ground)).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(dark.grid.name, dark.paper)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(street, grounds.land)).toBeGreaterThan(1.4);
    expect(contrast(building, grounds.land)).toBeGreaterThan(1.4);
  });
  it("turns a raster background's light over, and leaves the light map's as it is", () => {
    const raster = { tiles: "/background/{z}/{x}/{y}.png", tile_size: 256, max_zoom: 18, attribution: "©" };
    const paint = (tone: typeof light) => mapStyle([], raster, tone).layers.find((l) => l.id === "raster")?.paint;
    expect(paint(light)).toBeUndefined();
    expect(paint(dark)).toMatchObject({ "raster-brightness-max": 0.1 });
    expect(Object.keys(light.raster)).toEqual(Object.keys(dark.raster));
  });
  it("draws patterns and symbols in colours that stand out", () => {
    const images = (tone: typeof light) => parts(layer("a", "flood", { geometry_type: "Mixed" }), "s", tone).map(({ spec }) => JSON.stringify(spec)).join();
    expect(images(light)).toContain("pattern:cross:#2a6ebb");
    expect(images(dark)).not.toContain("#2a6ebb");
  });
});

describe("contrast and hues", () => {
  it("are those of WCAG", () => {
    expect(contrast("#ffffff", "#000000")).toBeCloseTo(21);
    expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
  });
  for (const hex of ["#123456", "#b9dbec", "#f5f1e6", "#808080", "#ff0000", "#00ff7f"]) it(`${hex} comes back from its hue`, () => expect(fromHsl(...toHsl(hex))).toBe(hex));
});
