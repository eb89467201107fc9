import type { Feature, Geometry } from "geojson";
import { middleOf } from "../geo/measure";

/** A place with its letter on the map: on the point itself, or in the middle of what is larger. */
export function marked(place: Geometry, sign: string): Feature[] {
  const feature = (geometry: Geometry, properties: Feature["properties"]): Feature => ({ type: "Feature", properties, geometry });
  if (place.type === "Point") return [feature(place, { sign })];
  return [feature(place, {}), feature({ type: "Point", coordinates: [...middleOf(place)] }, { sign })];
}
