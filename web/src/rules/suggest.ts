import type { Draft } from "./queries";

type Place = Draft["places"][number];

/** Metres in a degree of latitude. */
const degree = 111_320;

/**
 * Places to look at by turns: in the middle of a feature, a little nearer to its box than the rule looks, and a little further.
 * A rule without a distance is looked at 20 m inside and outside.
 */
export function suggest(features: readonly { title: string; bbox?: readonly number[] | null }[], metres: number, words: (kind: "at" | "within" | "beyond", title: string) => string): Place[] {
  const off = { within: metres > 0 ? 0.9 * metres : -20, beyond: metres > 0 ? 1.1 * metres : 20 };
  return features.flatMap(({ title, bbox }, i) => {
    const [west, south, east, north] = bbox ?? [];
    if (west === undefined || south === undefined || east === undefined || north === undefined) return [];
    const lat = (south + north) / 2;
    const kind = (["at", "within", "beyond"] as const)[i % 3] ?? "at";
    const lon = kind === "at" ? (west + east) / 2 : east + off[kind] / (degree * Math.cos((lat * Math.PI) / 180));
    return [{ name: words(kind, title), geometry: { type: "Point", coordinates: [round(lon), round(lat)] } }];
  });
}

const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6;
