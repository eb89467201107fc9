import type { Layer, Theme } from "../../layers/layer";
import { colour } from "./colour";

export type Shape = "circle" | "square" | "diamond" | "triangle" | "pentagon" | "drop";
export type Pattern = "" | "hatch" | "dots" | "cross";

/** How the features of a theme are drawn where the recipe leaves it open. */
export interface Look {
  color: string;
  pattern: Pattern;
  /** Opacity of the fill of areas. */
  fill: number;
  /** Width of lines and outlines, pixels. */
  width: number;
  dash?: number[];
  shape: Shape;
  /** Lowest zoom at which names are written. */
  labelZoom: number;
}

const looks: Partial<Record<Theme, Partial<Look>>> = {
  natura: { color: "#078362", pattern: "hatch", fill: 0.12, width: 2 },
  protected_area: { color: "#4b7a1d", pattern: "dots", fill: 0.12, width: 2, dash: [4, 2] },
  groundwater: { color: "#1a99c7", pattern: "hatch", fill: 0.1, width: 2, dash: [6, 2] },
  flood: { color: "#2a6ebb", pattern: "cross", fill: 0.15, width: 1.5 },
  consultation_zone: { color: "#ae302d", pattern: "", fill: 0.05, width: 2.5, dash: [3, 2] },
  seveso_plant: { color: "#ae302d", pattern: "cross", fill: 0.2, width: 2, shape: "triangle", labelZoom: 13 },
  sensitive_site: { color: "#a160b3", pattern: "", fill: 0.2, width: 1.5, shape: "diamond", labelZoom: 15 },
  noise: { color: "#6b6b6b", pattern: "dots", fill: 0.12, width: 1 },
  contaminated: { color: "#7a4a12", pattern: "cross", fill: 0.15, width: 1.5, shape: "square" },
  zoning: { color: "#a160b3", fill: 0.5, width: 1, labelZoom: 14 },
  plan_preparation: { color: "#86499c", pattern: "hatch", fill: 0.1, width: 2, dash: [5, 3] },
  cultural: { color: "#86499c", pattern: "dots", fill: 0.12, width: 1.5, shape: "square" },
  venue: { color: "#e86717", fill: 0.3, width: 1.5, shape: "drop", labelZoom: 14 },
  roadwork: { color: "#c25405", pattern: "cross", fill: 0.2, width: 3, dash: [2, 1], shape: "triangle", labelZoom: 15 },
  transit: { color: "#235a9a", shape: "circle", labelZoom: 16 },
  property: { color: "#8d8579", fill: 0, width: 0.6, labelZoom: 17 },
  building: { color: "#9d9487", fill: 0.9, width: 0.6, labelZoom: 18 },
  address: { color: "#5f696d", shape: "circle", labelZoom: 17 },
  population: { color: "#235a9a", fill: 0.15, width: 0.5 },
  district: { color: "#6d787d", fill: 0, width: 1.2, dash: [3, 3], labelZoom: 11 },
  municipality: { color: "#86499c", fill: 0, width: 1.4, labelZoom: 6 },
  base_street: { color: "#ffffff", fill: 1, width: 4, labelZoom: 14 },
  base_water: { color: "#c5dff0", fill: 1, width: 0.8, labelZoom: 11 },
  base_land: { color: "#f4f1e8", fill: 1, width: 0 },
};

const plain: Look = { color: "#235a9a", pattern: "", fill: 0.15, width: 1.5, shape: "circle", labelZoom: 15 };

/** The look of a layer: its theme's, and what its recipe says instead. */
export function lookOf(layer: Layer): Look {
  const theme = { ...plain, ...looks[layer.theme as Theme] };
  return {
    ...theme,
    color: colour(layer.style.color, theme.color),
    pattern: (layer.style.pattern as Pattern | undefined) ?? theme.pattern,
  };
}

/** Colour per value of the layer's color_by, resolved. */
export function coloursOf(layer: Layer): [value: string, color: string][] {
  const { color } = lookOf(layer);
  return Object.entries(layer.style.colors ?? {}).map(([value, name]) => [value, colour(name, color)]);
}
