import type { FilterSpecification, LayerSpecification } from "maplibre-gl";
import { changes } from "./changes";
import { type Ink, semibold } from "./ink";

/** What the person does on the map, drawn above every layer, the last on top. Each is added when it is first needed. */
export const overlays = ["coverage", "competence", "changes", "disputes", "batch", "cases", "plan", "removed", "added", "highlight", "place", "other", "parts", "handles", "measure"] as const;
export type Overlay = (typeof overlays)[number];

const areas: FilterSpecification = ["==", ["geometry-type"], "Polygon"];
const points: FilterSpecification = ["==", ["geometry-type"], "Point"];

/** The letter of a place. */
const sign = (source: string, color: string): LayerSpecification => ({
  id: `${source}/sign`, type: "symbol", source, filter: ["has", "sign"],
  layout: { "text-field": ["get", "sign"], "text-font": semibold, "text-size": 16, "text-allow-overlap": true, "text-ignore-placement": true },
  paint: { "text-color": color },
});

/** Points by the worst of what was found there, each with its sign. */
const worst = (source: string, edge: string): LayerSpecification[] => [
  {
    id: `${source}/point`, type: "circle", source, layout: { "circle-sort-key": ["match", ["get", "severity"], "red", 4, "amber", 3, "unknown", 2, 1] },
    paint: { "circle-radius": ["interpolate", ["linear"], ["zoom"], 9, 5, 14, 11], "circle-color": ["match", ["get", "severity"], "red", "#ae3a2d", "amber", "#994700", "unknown", "#7e4592", "green", "#067057", "#5f696d"], "circle-stroke-color": edge, "circle-stroke-width": 2 },
  },
  {
    id: `${source}/sign`, type: "symbol", source,
    layout: { "text-field": ["get", "sign"], "text-font": semibold, "text-size": ["interpolate", ["linear"], ["zoom"], 9, 9, 14, 16], "text-allow-overlap": true, "text-ignore-placement": true, "symbol-sort-key": ["match", ["get", "severity"], "red", 4, "amber", 3, "unknown", 2, 1] },
    paint: { "text-color": "#ffffff" },
  },
];

/** Shapes in one ink, told from others by their outline and the sign in their middle, not by colour. */
const marked = (source: string, color: string, edge: string, dash: [number, number] | null): LayerSpecification[] => [
  { id: `${source}/fill`, type: "fill", source, filter: areas, paint: { "fill-color": color, "fill-opacity": 0.22 } },
  { id: `${source}/halo`, type: "line", source, layout: { "line-join": "round" }, paint: { "line-color": edge, "line-width": 6 } },
  { id: `${source}/line`, type: "line", source, layout: { "line-join": "round" }, paint: { "line-color": color, "line-width": 3, ...(dash && { "line-dasharray": dash }) } },
  { id: `${source}/point`, type: "circle", source, filter: points, paint: { "circle-radius": 10, "circle-color": color, "circle-stroke-color": edge, "circle-stroke-width": 2 } },
  {
    id: `${source}/sign`, type: "symbol", source, filter: ["has", "sign"],
    layout: { "text-field": ["get", "sign"], "text-font": semibold, "text-size": 18, "text-allow-overlap": true, "text-ignore-placement": true },
    paint: { "text-color": "#ffffff" },
  },
];

/** How the area that a layer covers, an authority's competence area, what a version of a layer changes, where findings are disputed, places that were checked together by the worst that was found, the selected or pointed-at feature, the place, the one that it is compared with, and the line that a distance was measured along are drawn; projects of a list by their worst finding, the parts of one with their names, and what of its place is gone and has come since; the parts of a place that is being put, the one at hand stronger than the others, and what it is held by. */
export const overlayLayers = (colours: Ink): Record<Overlay, LayerSpecification[]> => {
  const { ink, glow, measure, edge } = colours;
  return {
    coverage: [
      { id: "coverage/fill", type: "fill", source: "coverage", filter: areas, paint: { "fill-color": glow, "fill-opacity": 0.12 } },
      { id: "coverage/halo", type: "line", source: "coverage", layout: { "line-join": "round" }, paint: { "line-color": edge, "line-width": 6, "line-opacity": 0.8 } },
      { id: "coverage/line", type: "line", source: "coverage", layout: { "line-join": "round" }, paint: { "line-color": glow, "line-width": 3, "line-dasharray": [1, 1.5] } },
    ],
    changes: changes(colours),
    disputes: [
      { id: "disputes/point", type: "circle", source: "disputes", paint: { "circle-radius": 13, "circle-color": edge, "circle-stroke-color": measure, "circle-stroke-width": 3 } },
      {
        id: "disputes/sign", type: "symbol", source: "disputes",
        layout: { "text-field": ["get", "sign"], "text-font": semibold, "text-size": 18, "text-allow-overlap": true, "text-ignore-placement": true },
        paint: { "text-color": measure },
      },
    ],
    batch: worst("batch", edge),
    cases: worst("cases", edge),
    plan: [
      { id: "plan/fill", type: "fill", source: "plan", filter: areas, paint: { "fill-color": ink, "fill-opacity": 0.14 } },
      { id: "plan/halo", type: "line", source: "plan", layout: { "line-join": "round" }, paint: { "line-color": edge, "line-width": 6 } },
      { id: "plan/line", type: "line", source: "plan", layout: { "line-join": "round" }, paint: { "line-color": ink, "line-width": 3 } },
      { id: "plan/point", type: "circle", source: "plan", filter: ["all", points, ["!", ["has", "label"]]], paint: { "circle-radius": 8, "circle-color": ink, "circle-stroke-color": edge, "circle-stroke-width": 3 } },
      {
        id: "plan/name", type: "symbol", source: "plan", filter: ["has", "name"],
        layout: { "text-field": ["get", "name"], "text-font": semibold, "text-size": 14, "text-max-width": 8, "text-offset": [0, 1.1], "text-anchor": "top" },
        paint: { "text-color": ink, "text-halo-color": edge, "text-halo-width": 2 },
      },
    ],
    removed: marked("removed", "#ae3a2d", edge, [2, 1.2]),
    added: marked("added", "#067057", edge, null),
    competence: [
      { id: "competence/fill", type: "fill", source: "competence", filter: areas, paint: { "fill-color": measure, "fill-opacity": 0.07 } },
      { id: "competence/halo", type: "line", source: "competence", layout: { "line-join": "round" }, paint: { "line-color": edge, "line-width": 6, "line-opacity": 0.8 } },
      { id: "competence/line", type: "line", source: "competence", layout: { "line-join": "round" }, paint: { "line-color": measure, "line-width": 3, "line-dasharray": [3, 2] } },
    ],
    highlight: [
      { id: "highlight/fill", type: "fill", source: "highlight", filter: areas, paint: { "fill-color": glow, "fill-opacity": 0.18 } },
      { id: "highlight/halo", type: "line", source: "highlight", layout: { "line-join": "round" }, paint: { "line-color": edge, "line-width": 7, "line-opacity": 0.9 } },
      { id: "highlight/line", type: "line", source: "highlight", layout: { "line-join": "round" }, paint: { "line-color": glow, "line-width": 4 } },
      { id: "highlight/point", type: "circle", source: "highlight", filter: points, paint: { "circle-radius": 14, "circle-color": glow, "circle-opacity": 0.25, "circle-stroke-color": glow, "circle-stroke-width": 4 } },
    ],
    place: [
      { id: "place/fill", type: "fill", source: "place", filter: areas, paint: { "fill-color": ink, "fill-opacity": 0.16 } },
      { id: "place/halo", type: "line", source: "place", layout: { "line-join": "round" }, paint: { "line-color": edge, "line-width": 6 } },
      { id: "place/line", type: "line", source: "place", layout: { "line-join": "round" }, paint: { "line-color": ink, "line-width": 3 } },
      { id: "place/point", type: "circle", source: "place", filter: points, paint: { "circle-radius": ["case", ["has", "sign"], 13, 9], "circle-color": ink, "circle-stroke-color": edge, "circle-stroke-width": 3 } },
      sign("place", edge),
    ],
    // Told from the place by its letter, its hollow mark and its broken outline, not by colour.
    other: [
      { id: "other/halo", type: "line", source: "other", layout: { "line-join": "round" }, paint: { "line-color": edge, "line-width": 6 } },
      { id: "other/line", type: "line", source: "other", layout: { "line-join": "round" }, paint: { "line-color": ink, "line-width": 3, "line-dasharray": [2, 1.2] } },
      { id: "other/point", type: "circle", source: "other", filter: points, paint: { "circle-radius": 13, "circle-color": edge, "circle-stroke-color": ink, "circle-stroke-width": 3 } },
      sign("other", ink),
    ],
    parts: [
      { id: "parts/fill", type: "fill", source: "parts", filter: areas, paint: { "fill-color": ink, "fill-opacity": ["case", ["get", "held"], 0.22, 0.1] } },
      { id: "parts/halo", type: "line", source: "parts", layout: { "line-join": "round" }, paint: { "line-color": edge, "line-width": ["case", ["get", "held"], 7, 5] } },
      { id: "parts/line", type: "line", source: "parts", layout: { "line-join": "round" }, paint: { "line-color": ink, "line-width": ["case", ["get", "held"], 4, 2] } },
      { id: "parts/point", type: "circle", source: "parts", filter: points, paint: { "circle-radius": ["case", ["has", "sign"], 12, ["get", "held"], 10, 7], "circle-color": ["case", ["get", "held"], ink, edge], "circle-stroke-color": ["case", ["get", "held"], edge, ink], "circle-stroke-width": 3 } },
      {
        id: "parts/sign", type: "symbol", source: "parts", filter: ["has", "sign"],
        layout: { "text-field": ["get", "sign"], "text-font": semibold, "text-size": 14, "text-allow-overlap": true, "text-ignore-placement": true },
        paint: { "text-color": ["case", ["get", "held"], edge, ink] },
      },
    ],
    handles: [
      { id: "handles/arm", type: "line", source: "handles", paint: { "line-color": measure, "line-width": 2, "line-dasharray": [2, 1] } },
      {
        id: "handles/point", type: "circle", source: "handles", filter: points, layout: { "circle-sort-key": ["match", ["get", "kind"], "chosen", 3, "corner", 2, 1] },
        paint: {
          "circle-radius": ["match", ["get", "kind"], "chosen", 9, "knob", 11, "corner", 7, 5], "circle-color": ["match", ["get", "kind"], "middle", edge, "chosen", glow, ink],
          "circle-stroke-color": ["match", ["get", "kind"], "middle", ink, edge], "circle-stroke-width": 2,
        },
      },
    ],
    measure: [
      { id: "measure/halo", type: "line", source: "measure", layout: { "line-cap": "round" }, paint: { "line-color": edge, "line-width": 6 } },
      { id: "measure/line", type: "line", source: "measure", paint: { "line-color": measure, "line-width": 2.5, "line-dasharray": [2, 1] } },
      {
        id: "measure/name", type: "symbol", source: "measure",
        layout: { "symbol-placement": "line-center", "text-field": ["get", "text"], "text-font": semibold, "text-size": 15, "text-allow-overlap": true, "text-offset": [0, -0.9] },
        paint: { "text-color": measure, "text-halo-color": edge, "text-halo-width": 2.5 },
      },
    ],
  };
};
