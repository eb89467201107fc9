import type { FeatureCollection } from "geojson";
import type { LayerSpecification, SourceSpecification } from "maplibre-gl";
import type { Ink } from "./ink";

const empty: FeatureCollection = { type: "FeatureCollection", features: [] };

/** Sources of the grid and of the words. */
export const gridSources: Record<"grid" | "nothing", SourceSpecification> = {
  grid: { type: "geojson", data: empty },
  nothing: { type: "geojson", data: empty },
};

/** The ETRS-TM35FIN grid on plain paper; whatever background there is covers it. */
export function gridLayers(font: string[], words: boolean, { grid }: Ink): LayerSpecification[] {
  const layers: LayerSpecification[] = [
    { id: "grid/line", type: "line", source: "grid", filter: ["==", ["geometry-type"], "LineString"], paint: { "line-color": grid.line, "line-width": 0.7, "line-opacity": 0.6 } },
    {
      id: "grid/name", type: "symbol", source: "grid", filter: ["==", ["geometry-type"], "Point"],
      layout: { "text-field": ["get", "text"], "text-font": font, "text-size": 11, "text-anchor": "bottom-left", "text-offset": [0.3, -0.1] },
      paint: { "text-color": grid.name, "text-halo-color": grid.halo, "text-halo-width": 1 },
    },
  ];
  if (words) {
    layers.push({
      id: "nothing/name", type: "symbol", source: "nothing",
      layout: { "text-field": ["get", "text"], "text-font": font, "text-size": 13, "text-max-width": 10 },
      paint: { "text-color": grid.name, "text-halo-color": grid.halo, "text-halo-width": 1 },
    });
  }
  return layers;
}
