import type { Geometry } from "geojson";
import { useShown } from "../i18n/shown";
import { areaOf, lengthOf } from "../geo/measure";

/** How large a shape is, in words; of points, how many. */
export function useSize() {
  const { t, area, distance } = useShown();
  return (geometry: Geometry) => {
    if (areaOf(geometry) > 0) return area(areaOf(geometry));
    if (lengthOf(geometry) > 0) return distance(lengthOf(geometry));
    return t("parts.points", { count: geometry.type === "MultiPoint" ? geometry.coordinates.length : 1 });
  };
}
