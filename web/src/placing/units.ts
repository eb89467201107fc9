import { fetchAt } from "../api/queries";
import type { Shape } from "./part";
import { around, change } from "./queries";

/** The property unit at a point, by its id as people write it; null: there is none. */
export async function unitAt(lon: number, lat: number): Promise<string | null> {
  const { items } = await fetchAt({ lon, lat }, 0, new AbortController().signal);
  return items?.find((item) => item.theme === "property")?.title ?? null;
}

/** What units are together, and those of which nothing is known. */
export async function shapeOfUnits(ids: readonly string[]): Promise<{ shape: Shape | null; ids: string[]; unknown: string[] }> {
  const taken = await around([...ids], 0);
  const found = taken.flatMap(({ found }) => (found?.kind === "property" ? [found] : []));
  const unknown = taken.filter(({ found }) => found?.kind !== "property").map(({ what }) => what);
  const shapes = found.map(({ geometry }) => geometry);
  const [first] = shapes;
  const shape = first && shapes.length > 1 ? ((await change({ operation: "merge", geometries: shapes }))[0] ?? null) : (first ?? null);
  return { shape, ids: found.map(({ title }) => title), unknown };
}
