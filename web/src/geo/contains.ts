import type { Geometry, Position } from "geojson";

/** Tells whether an area holds a point; its border belongs to neither side. */
export function contains(area: Geometry, [x, y]: Position): boolean {
  switch (area.type) {
    case "Polygon":
      return inRings(area.coordinates, x as number, y as number);
    case "MultiPolygon":
      return area.coordinates.some((rings) => inRings(rings, x as number, y as number));
    case "GeometryCollection":
      return area.geometries.some((part) => contains(part, [x as number, y as number]));
    default:
      return false;
  }
}

/** A ray to the east crosses the rings an odd number of times: inside the outer one, and in no hole. */
function inRings(rings: Position[][], x: number, y: number): boolean {
  let inside = false;
  for (const ring of rings)
    for (let i = 1; i < ring.length; i++) {
      const [x1, y1] = ring[i - 1] as [number, number];
      const [x2, y2] = ring[i] as [number, number];
      if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
    }
  return inside;
}
