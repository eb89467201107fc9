import type { Layer } from "../layers/layer";
import { type Mark, marks } from "./mark";

/** What the catalogue can be sorted by. */
export const orders = ["title", "health", "dataDate", "imported", "features"] as const;
export type Order = (typeof orders)[number];

/** Sorts layers: names by the alphabet, the worst source and the newest data first, what has no date last. */
export function sorted(layers: readonly Layer[], order: Order, lang: string, markOf: (layer: Layer) => Mark): Layer[] {
  const title = (a: Layer, b: Layer) => a.title.localeCompare(b.title, lang);
  const compare: Record<Order, (a: Layer, b: Layer) => number> = {
    title,
    health: (a, b) => marks.indexOf(markOf(a)) - marks.indexOf(markOf(b)),
    dataDate: (a, b) => (b.data_date ?? "").localeCompare(a.data_date ?? ""),
    imported: (a, b) => (b.imported_at ?? "").localeCompare(a.imported_at ?? ""),
    features: (a, b) => b.feature_count - a.feature_count,
  };
  return [...layers].sort((a, b) => compare[order](a, b) || title(a, b));
}
