import type { Taken } from "./queries";

/** Where in a table a place stands. */
export const kinds = ["xy", "wkt", "property", "address"] as const;
export type Kind = (typeof kinds)[number];

/** Reference systems in which coordinates come, the usual ones first, as they are called in every language. */
export const systems: readonly (readonly [code: string, name: string])[] = [
  ["EPSG:3067", "ETRS-TM35FIN"], ["EPSG:4326", "WGS 84"], ["EPSG:3857", "Web Mercator"],
  ...Array.from({ length: 13 }, (_, i): [string, string] => [`EPSG:${3873 + i}`, `ETRS-GK${19 + i}`]),
];

export const kindOf = (taken: Taken): Kind => (taken.wkt ? "wkt" : taken.property ? "property" : taken.address ? "address" : "xy");

/** What is chosen, without what belongs to another kind of place. */
export function taking(draft: Taken, kind: Kind): Taken {
  const { name, sheet, encoding, crs, swap } = draft;
  const always = { name, sheet, encoding };
  switch (kind) {
    case "xy":
      return { ...always, crs, swap, x: draft.x, y: draft.y };
    case "wkt":
      return { ...always, crs, wkt: draft.wkt };
    default:
      return { ...always, [kind]: draft[kind] };
  }
}
