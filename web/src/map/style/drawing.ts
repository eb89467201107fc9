import type {
  DataDrivenPropertyValueSpecification, ExpressionSpecification, FilterSpecification, LayerSpecification, SymbolLayerSpecification,
} from "maplibre-gl";
import type { Layer } from "../../layers/layer";
import { patternImage, symbolImage } from "./images";
import { coloursOf, lookOf } from "./look";
import type { Tone } from "./tone";

/** Where in the drawing order a part of a layer belongs, whatever the layer's own position. */
export const slots = ["land", "water", "area", "outline", "casing", "street", "building", "mark", "name"] as const;
export type Slot = (typeof slots)[number];

/** One style layer with its slot. */
export interface Part {
  slot: Slot;
  spec: LayerSpecification;
}

/** Families that fonts.css gives the page's typeface for the map; the engine draws its glyphs from them. */
export const regular = ["Kartta"];
export const semibold = ["Kartta-SemiBold"];

const polygon: FilterSpecification = ["==", ["geometry-type"], "Polygon"];
const line: FilterSpecification = ["==", ["geometry-type"], "LineString"];
const point: FilterSpecification = ["==", ["geometry-type"], "Point"];

/** How one layer is drawn: its areas, lines, points and names. */
export function parts(layer: Layer, source: string, tone: Tone): Part[] {
  switch (layer.theme) {
    case "base_land":
      return land(layer, source, tone);
    case "base_water":
      return water(layer, source, tone);
    case "base_street":
      return streets(layer, source, tone);
    case "building":
      return buildings(layer, source, tone);
    case "property":
      return units(layer, source, tone);
    default:
      return thematic(layer, source, tone);
  }
}

function frame(layer: Layer, source: string, part: string) {
  return {
    id: `${layer.id}/${part}`,
    source,
    "source-layer": layer.id,
    minzoom: layer.style.min_zoom,
    metadata: { layer: layer.id },
  };
}

/** The layer's colour: one, or by the value of an attribute. */
function paint(layer: Layer, change: (hex: string) => string): DataDrivenPropertyValueSpecification<string> {
  const { color } = lookOf(layer);
  const pairs = coloursOf(layer);
  if (!layer.style.color_by || pairs.length === 0) return change(color);
  const cases = pairs.flatMap(([value, c]) => [value, change(c)]);
  return ["match", ["to-string", ["get", layer.style.color_by]], ...cases, change(color)] as unknown as ExpressionSpecification;
}

function land(layer: Layer, source: string, tone: Tone): Part[] {
  return [{ slot: "land", spec: { ...frame(layer, source, "fill"), type: "fill", paint: { "fill-color": paint(layer, tone.land), "fill-antialias": true } } }];
}

function water(layer: Layer, source: string, tone: Tone): Part[] {
  const { color } = lookOf(layer);
  return [
    { slot: "water", spec: { ...frame(layer, source, "fill"), type: "fill", filter: polygon, paint: { "fill-color": paint(layer, tone.water), "fill-antialias": false } } },
    {
      slot: "water",
      spec: {
        ...frame(layer, source, "line"), type: "line", layout: { "line-cap": "round" },
        paint: { "line-color": tone.waterEdge(color), "line-width": ["interpolate", ["linear"], ["zoom"], 10, 0.4, 16, 1.2] },
      },
    },
    ...name(layer, source, tone, { "text-font": semibold, "text-letter-spacing": 0.06, "text-padding": 120 }, tone.name(color, 0.55), 13),
  ];
}

/** Wider for streets that carry more: recipes give color_by a class; its order is the order of widths. */
function streets(layer: Layer, source: string, tone: Tone): Part[] {
  const classes = Object.keys(layer.style.colors ?? {});
  const by = layer.style.color_by;
  const factor: number | ExpressionSpecification =
    by && classes.length > 1
      ? (["match", ["to-string", ["get", by]], ...classes.flatMap((c, i) => [c, 1.5 - i / (classes.length - 1)]), 0.8] as unknown as ExpressionSpecification)
      : 1;
  const width = (extra: number): DataDrivenPropertyValueSpecification<number> =>
    ["interpolate", ["exponential", 1.6], ["zoom"],
      8, ["+", ["*", 0.5, factor], extra ? 0.3 : 0],
      13, ["+", ["*", 2, factor], extra],
      16, ["+", ["*", 8, factor], extra],
      19, ["+", ["*", 34, factor], extra * 1.5]] as ExpressionSpecification;
  const layout = { "line-cap": "round", "line-join": "round" } as const;
  return [
    { slot: "casing", spec: { ...frame(layer, source, "casing"), type: "line", filter: ["!=", ["geometry-type"], "Point"], layout, paint: { "line-color": tone.casing, "line-width": width(1.6) } } },
    { slot: "street", spec: { ...frame(layer, source, "line"), type: "line", filter: ["!=", ["geometry-type"], "Point"], layout, paint: { "line-color": paint(layer, tone.street), "line-width": width(0) } } },
    ...name(layer, source, tone, { "symbol-placement": "line", "symbol-spacing": 320, "text-max-angle": 35 }, tone.townName, 13),
  ];
}

function buildings(layer: Layer, source: string, tone: Tone): Part[] {
  const fill = frame(layer, source, "fill");
  return [
    { slot: "building", spec: { ...fill, type: "fill", filter: polygon, paint: { "fill-color": paint(layer, tone.building), "fill-opacity": 0.85, "fill-outline-color": paint(layer, tone.buildingEdge) } } },
    ...marks(layer, source, tone),
    ...name(layer, source, tone, {}, tone.townName, 12),
  ];
}

/** Borders of property units: thin, so that the town is seen through them. */
function units(layer: Layer, source: string, tone: Tone): Part[] {
  const { color } = lookOf(layer);
  return [
    { slot: "outline", spec: { ...frame(layer, source, "outline"), type: "line", paint: { "line-color": tone.mark(color), "line-opacity": ["interpolate", ["linear"], ["zoom"], 13, 0.25, 16, 0.7], "line-width": ["interpolate", ["linear"], ["zoom"], 13, 0.4, 16, 0.8, 19, 1.6] } } },
    ...name(layer, source, tone, {}, tone.name(color, 0.2), 12),
  ];
}

function thematic(layer: Layer, source: string, tone: Tone): Part[] {
  const look = lookOf(layer);
  const result: Part[] = [];
  const areas = layer.geometry_type !== "Point" && layer.geometry_type !== "LineString";
  if (areas && look.fill > 0) {
    result.push({ slot: "area", spec: { ...frame(layer, source, "fill"), type: "fill", filter: polygon, paint: { "fill-color": paint(layer, tone.fill), "fill-opacity": look.fill, "fill-antialias": false } } });
  }
  if (areas && look.pattern) {
    result.push({
      slot: "area",
      spec: { ...frame(layer, source, "pattern"), type: "fill", filter: polygon, paint: { "fill-pattern": pattern(layer, tone), "fill-antialias": false } },
    });
  }
  const width: DataDrivenPropertyValueSpecification<number> = ["interpolate", ["linear"], ["zoom"], 9, look.width * 0.5, 15, look.width, 18, look.width * 1.6];
  const dash = look.dash ? { "line-dasharray": look.dash } : {};
  if (layer.geometry_type !== "Point") {
    result.push(
      { slot: "outline", spec: { ...frame(layer, source, "outline"), type: "line", filter: polygon, layout: { "line-join": "round" }, paint: { "line-color": paint(layer, tone.outline), "line-width": width, ...dash } } },
    );
    if (layer.geometry_type !== "Polygon") {
      result.push({ slot: "mark", spec: { ...frame(layer, source, "line"), type: "line", filter: line, layout: { "line-cap": "butt", "line-join": "round" }, paint: { "line-color": paint(layer, tone.mark), "line-width": width, ...dash } } });
    }
  }
  return [...result, ...marks(layer, source, tone), ...name(layer, source, tone, {}, tone.name(look.color, 0.45), 13)];
}

function pattern(layer: Layer, tone: Tone): DataDrivenPropertyValueSpecification<string> {
  const look = lookOf(layer);
  const pairs = coloursOf(layer);
  const plain = patternImage(look.pattern, tone.mark(look.color));
  if (!layer.style.color_by || pairs.length === 0) return plain;
  return ["match", ["to-string", ["get", layer.style.color_by]], ...pairs.flatMap(([v, c]) => [v, patternImage(look.pattern, tone.mark(c))]), plain] as unknown as ExpressionSpecification;
}

/** Symbols of point features. */
function marks(layer: Layer, source: string, tone: Tone): Part[] {
  if (layer.geometry_type !== "Point" && layer.geometry_type !== "Mixed") return [];
  const look = lookOf(layer);
  if (layer.theme === "address") return []; // the number itself is the mark
  const pairs = coloursOf(layer);
  const plain = symbolImage(look.shape, tone.mark(look.color), tone.ring);
  const image: DataDrivenPropertyValueSpecification<string> =
    layer.style.color_by && pairs.length > 0
      ? (["match", ["to-string", ["get", layer.style.color_by]], ...pairs.flatMap(([v, c]) => [v, symbolImage(look.shape, tone.mark(c), tone.ring)]), plain] as unknown as ExpressionSpecification)
      : plain;
  return [{
    slot: "mark",
    spec: {
      ...frame(layer, source, "mark"), type: "symbol", filter: point,
      layout: {
        "icon-image": image, "icon-allow-overlap": true, "icon-anchor": look.shape === "drop" ? "bottom" : "center",
        "icon-size": ["interpolate", ["linear"], ["zoom"], 9, 0.35, 14, 0.7, 17, 1],
      },
    },
  }];
}

/** The first of the attributes that a feature has. */
const written = (labels: readonly string[]) =>
  ["to-string", ["coalesce", ...labels.map((label) => ["get", label])]] as unknown as ExpressionSpecification;

/** Names of features, where the recipe says which attribute they are. */
function name(layer: Layer, source: string, tone: Tone, layout: SymbolLayerSpecification["layout"], color: string, size: number): Part[] {
  if (layer.style.labels.length === 0) return [];
  const look = lookOf(layer);
  const besideMark = layer.geometry_type === "Point" && layer.theme !== "address";
  return [{
    slot: "name",
    spec: {
      ...frame(layer, source, "name"), type: "symbol",
      minzoom: Math.max(layer.style.min_zoom, look.labelZoom),
      // Closer in, the view lies within one of them and the name only clutters it.
      ...(layer.theme === "municipality" ? { maxzoom: 12 } : layer.theme === "district" ? { maxzoom: 15 } : {}),
      layout: {
        "text-field": written(layer.style.labels), "text-font": regular, "text-size": size, "text-padding": 4, "text-max-width": 9,
        // A name is written once for what tiles have cut to pieces.
        ...(layer.theme === "district" || layer.theme === "municipality" ? { "text-padding": ["interpolate", ["linear"], ["zoom"], 6, 8, 11, 120] } : {}),
        ...(besideMark ? (look.shape === "drop" ? { "text-anchor": "top", "text-offset": [0, 0.2] } : { "text-variable-anchor": ["top", "bottom", "left", "right"], "text-radial-offset": 0.9 }) : {}),
        ...layout,
      },
      paint: { "text-color": color, "text-halo-color": tone.halo, "text-halo-width": 1.5 },
    },
  }];
}
