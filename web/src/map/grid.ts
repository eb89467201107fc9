import type { Feature, FeatureCollection } from "geojson";
import type { Box } from "./box";
import { fromTM35FIN, toTM35FIN } from "../geo/tm35fin";

/** Where the grid is drawn: the box that places may lie in. */
const finland: Box = [19, 58.8, 31.6, 70.1];

/** Distance of the grid's lines at a zoom, metres. */
export function gridStep(zoom: number): number {
  if (zoom < 8) return 100_000;
  return zoom < 11.5 ? 10_000 : 1000;
}

/** Lines of the ETRS-TM35FIN grid across a view, each with its coordinate in kilometres where it enters. */
export function gridLines([west, south, east, north]: Box, zoom: number): FeatureCollection {
  const box: Box = [Math.max(west, finland[0]), Math.max(south, finland[1]), Math.min(east, finland[2]), Math.min(north, finland[3])];
  if (box[0] >= box[2] || box[1] >= box[3]) return { type: "FeatureCollection", features: [] };
  const step = gridStep(zoom);
  const corners = [[box[0], box[1]], [box[2], box[1]], [box[0], box[3]], [box[2], box[3]], [(box[0] + box[2]) / 2, box[1]], [(box[0] + box[2]) / 2, box[3]]].map(
    ([lon, lat]) => toTM35FIN([lon as number, lat as number]),
  );
  const range = (axis: 0 | 1) => {
    const values = corners.map((c) => c[axis]);
    return [Math.floor(Math.min(...values) / step) * step, Math.ceil(Math.max(...values) / step) * step] as const;
  };
  const [e1, e2] = range(0);
  const [n1, n2] = range(1);
  const features: Feature[] = [];
  const pieces = 24;
  for (let e = e1; e <= e2; e += step) {
    add(Array.from({ length: pieces + 1 }, (_, i) => fromTM35FIN([e, n1 + ((n2 - n1) * i) / pieces]) as [number, number]), `E ${e / 1000}`);
  }
  for (let n = n1; n <= n2; n += step) {
    add(Array.from({ length: pieces + 1 }, (_, i) => fromTM35FIN([e1 + ((e2 - e1) * i) / pieces, n]) as [number, number]), `N ${n / 1000}`);
  }
  return { type: "FeatureCollection", features };

  function add(coordinates: [number, number][], text: string) {
    features.push({ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates } });
    for (const c of coordinates) {
      if (c[0] > box[0] && c[0] < box[2] && c[1] > box[1] && c[1] < box[3]) {
        features.push({ type: "Feature", properties: { text }, geometry: { type: "Point", coordinates: c } });
        break;
      }
    }
  }
}

/** Where in a view the words that there is no background are written: outside every background layer's box. */
export function nothingThere([west, south, east, north]: Box, covered: readonly Box[], text: string): FeatureCollection {
  const features: Feature[] = [];
  const columns = 2;
  const rows = 2;
  for (let i = 0; i < columns; i++)
    for (let j = 0; j < rows; j++) {
      const lon = west + ((east - west) * (i + 0.5)) / columns;
      const lat = south + ((north - south) * (j + 0.5)) / rows;
      if (covered.some(([w, s, e, n]) => lon >= w && lon <= e && lat >= s && lat <= n)) continue;
      features.push({ type: "Feature", properties: { text }, geometry: { type: "Point", coordinates: [lon, lat] } });
    }
  return { type: "FeatureCollection", features };
}
