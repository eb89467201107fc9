import type { Geometry, Position } from "geojson";
import { rounded } from "../address/fragment";

/** A shape under way as it can be checked: its corners once each, to a centimetre; null while there is too little of it. */
export function checkable(shape: Geometry | null): Geometry | null {
  if (!shape) return null;
  const sound = rounded(shape);
  switch (sound.type) {
    case "Point":
      return sound;
    case "LineString": {
      const coordinates = steps(sound.coordinates);
      return coordinates.length >= 2 ? { type: "LineString", coordinates } : null;
    }
    case "Polygon": {
      const rings = sound.coordinates.map(steps);
      return rings.every((ring) => ring.length >= 4 && new Set(ring.map(String)).size >= 3) ? { type: "Polygon", coordinates: rings } : null;
    }
    default:
      return sound;
  }
}

/** The positions without those that repeat the one before: the corner that follows the pointer lies on the last one at first. */
const steps = (line: Position[]): Position[] => line.filter((p, i) => i === 0 || String(p) !== String(line[i - 1]));
