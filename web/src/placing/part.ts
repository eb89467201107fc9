import type { LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon, Position } from "geojson";
import type { Tool } from "../map/tool";

/** What a part can be on the map: points, lines or areas, never several kinds in one. */
export type Shape = Point | LineString | Polygon | MultiPoint | MultiLineString | MultiPolygon;

/** A part of a project's place, as the service keeps it. */
export interface Part {
  /** Made here, so that a part is the same one before and after it was saved. */
  id: string;
  name: string;
  /** A code of the purposes of the project's kind; empty while none was chosen. */
  purpose: string;
  /** CRS84 degrees. */
  geometry: Shape;
  /** Ids of the property units that it was picked as; gone when its shape was changed by hand. */
  property_units?: string[];
  /** Local times of its own, like 2027-06-12T18:00. */
  from?: string;
  to?: string;
  /** The feature of a venue layer that it was picked as; gone when its shape was changed by hand. */
  venue?: Venue;
  /** How it was told without a map, as typed. */
  described?: string;
}

/** A feature of a layer of venues. */
export interface Venue {
  layer: string;
  feature_id: string;
}

/** A purpose that a part can have. */
export interface Purpose {
  code: string;
  label: string;
}

/** What a shape is drawn for: a part of its own, more of the part at hand, a hole in it, the line that splits it, or a distance. */
export type Aim = "part" | "more" | "hole" | "split" | "distance";

/** A shape under way, with which drawing goes on after a crash. */
export interface Sketch {
  aim: Aim;
  tool: Exclude<Tool, "edit">;
  /** CRS84 degrees, in the order in which they were put. */
  corners: Position[];
  /** The part at hand, where there is one. */
  part: string | null;
}

/** Whether a geometry can be a part. */
export const isShape = (geometry: { type: string } | null | undefined): geometry is Shape => /^(Multi)?(Point|LineString|Polygon)$/.test(geometry?.type ?? "");

/** Points, lines or areas. */
export const kindOf = ({ type }: Shape): "point" | "line" | "area" => (/Point$/.test(type) ? "point" : /LineString$/.test(type) ? "line" : "area");

/** Whether two parts say the same, in whatever order; their turn in the list is the list's. */
export function samePart(a: Part | undefined, b: Part | undefined): boolean {
  const told = (part: Part | undefined) => part && JSON.stringify(part, (key, value: unknown) => (key === "order" ? undefined : sorted(value)));
  return told(a) === told(b);
}

const sorted = (value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;

/** Whether two lists say the same. */
export const sameParts = (a: readonly Part[], b: readonly Part[]): boolean => a.length === b.length && a.every((part, i) => samePart(part, b[i]));

/** A list of another moment with what somebody else has changed since: so taking back one's own changes takes back nobody else's. */
export function withOthers(list: readonly Part[], before: readonly Part[], after: readonly Part[]): Part[] {
  const find = (parts: readonly Part[], id: string) => parts.find((part) => part.id === id);
  const kept = list.flatMap((part): Part[] => {
    const was = find(before, part.id);
    const is = find(after, part.id);
    if (was && !is) return [];
    return [is && !samePart(was, is) ? is : part];
  });
  return [...kept, ...after.filter(({ id }) => !find(before, id) && !find(list, id))];
}

/** The list with one part changed; a shape that was changed by hand is no longer that of the units that were picked, nor as it was told. */
export function changed(parts: readonly Part[], id: string, change: Partial<Part>): Part[] {
  return parts.map((part) => {
    if (part.id !== id) return part;
    const next = { ...part, ...change };
    if (change.geometry && !("property_units" in change)) delete next.property_units;
    if (change.geometry && !("venue" in change)) delete next.venue;
    if (change.geometry && !("described" in change)) delete next.described;
    for (const name of ["property_units", "from", "to"] as const) if (!next[name]?.length) delete next[name];
    return next;
  });
}

/** A part whose shape changes: no longer what was picked or told. */
export function plain(part: Part): Part {
  const next = { ...part };
  delete next.property_units;
  delete next.venue;
  delete next.described;
  return next;
}

/** Characters that the service takes of a name, and of how a part was told. */
export const mostNamed = 200;
export const mostTold = 400;

/** A text within its bound; what is more is left out, and that it is. */
export const bounded = (text: string, most: number): string => ([...text].length > most ? `${[...text].slice(0, most - 1).join("")}…` : text);

/** The list with a part one place earlier or later. */
export function shifted(parts: readonly Part[], id: string, by: -1 | 1): Part[] {
  const from = parts.findIndex((part) => part.id === id);
  const to = from + by;
  const next = [...parts];
  if (from < 0 || to < 0 || to >= parts.length) return next;
  [next[from], next[to]] = [next[to] as Part, next[from] as Part];
  return next;
}

/** The list without a part, and the part that is at hand then: the one that takes its place. */
export function without(parts: readonly Part[], id: string): { parts: Part[]; next: string | null } {
  const at = parts.findIndex((part) => part.id === id);
  const left = parts.filter((part) => part.id !== id);
  return { parts: left, next: left[Math.min(at, left.length - 1)]?.id ?? null };
}
