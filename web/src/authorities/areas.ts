import type { Geometry } from "geojson";
import type { Competence } from "./queries";

/** Fields for which an authority is competent in one and the same area. */
export interface Area {
  area: Competence["area"];
  geometry: Geometry;
  competences: Competence[];
}

/** Competences by their area, those with the most fields first. */
export function areasOf(competences: readonly Competence[]): Area[] {
  const areas = new Map<string, Area>();
  for (const competence of competences) {
    const key = JSON.stringify(competence.geometry);
    const area = areas.get(key);
    if (area) area.competences.push(competence);
    else areas.set(key, { area: competence.area, geometry: competence.geometry, competences: [competence] });
  }
  return [...areas.values()].sort((a, b) => b.competences.length - a.competences.length);
}
