import type { Feature, Geometry } from "geojson";
import { middleOf } from "../geo/measure";
import type { Change } from "./queries";

/** The id of a change's row in the list. */
export const rowId = (id: string) => `change-${id.replaceAll(/[^\w-]/g, "-")}`;

/** What is drawn of a change: its shape, where it was, and a sign in the middle of it. */
export function drawingOf(change: Change): Feature[] {
  const properties = { id: change.id, kind: change.properties.kind };
  const shape = change.geometry;
  const former = change.former_geometry as unknown as Geometry | undefined;
  const features: Feature[] = [];
  if (former) {
    features.push({ type: "Feature", properties, geometry: { type: "LineString", coordinates: [[...middleOf(former)], [...middleOf(shape)]] } });
    if (!/Point/.test(former.type)) features.push({ type: "Feature", properties, geometry: former });
  }
  if (!/Point/.test(shape.type)) features.push({ type: "Feature", properties, geometry: shape });
  features.push({ type: "Feature", properties, geometry: { type: "Point", coordinates: [...middleOf(shape)] } });
  return features;
}
