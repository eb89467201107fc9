import type { Part as PlacedPart } from "../placing/part";
import { type Fields, type Value, same } from "./values";

/** A part of the place, as it is kept: with its turn among the others. */
export interface Part extends PlacedPart {
  order?: number;
}

/** A stretch of time of an event. */
export interface Day {
  id: string;
  kind: "build_up" | "open" | "dismantle";
  from: string;
  to: string;
  note?: string;
}

export const dayKinds = ["build_up", "open", "dismantle"] as const;

/** Somebody whom the project names. */
export interface Person {
  id: string;
  role: (typeof roles)[number];
  name?: string;
  organisation?: string;
  email?: string;
  phone?: string;
  note?: string;
  order?: number;
}

export const roles = ["applicant", "contact", "agent", "landowner", "responsible"] as const;

/** Who of the authorities may see an item; nobody: only the applicant's side. */
export interface Restriction {
  to: string[];
  why?: string;
}

/** A text field; without one it is empty. */
export const textOf = (fields: Fields, path: string): string => {
  const value = fields[path];
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
};

/** The fields of a group, by the last step of their path. */
export function group<T>(fields: Fields, name: string): Map<string, T> {
  const before = `/${name}/`;
  return new Map(Object.entries(fields).filter(([path]) => path.startsWith(before)).map(([path, value]) => [path.slice(before.length), value as T]));
}

const ordered = <T extends { id: string; order?: number }>(a: T, b: T) => (a.order ?? 0) - (b.order ?? 0) || (a.id < b.id ? -1 : 1);

export const partsOf = (fields: Fields): Part[] =>
  [...group<Part>(fields, "parts").values()].map((part) => ({ ...part, name: part.name ?? "", purpose: part.purpose ?? "" })).sort(ordered);
export const daysOf = (fields: Fields): Day[] => [...group<Day>(fields, "days").values()].sort((a, b) => ((a.from ?? "") < (b.from ?? "") || (a.from === b.from && a.id < b.id) ? -1 : 1));
export const peopleOf = (fields: Fields): Person[] => [...group<Person>(fields, "people").values()].sort(ordered);

/** What has to change so that the parts are these, in this order. A part that stays as it was is left alone, so that two people can work on two parts. */
export function partChanges(before: readonly Part[], after: readonly PlacedPart[]): Record<string, Value> {
  const changes: Record<string, Value> = {};
  const known = new Map(before.map((part) => [part.id, part]));
  let last = 0;
  for (const placed of after) {
    const was = known.get(placed.id);
    const order = was?.order !== undefined && was.order > last ? was.order : last + 1;
    last = order;
    const next = { ...placed, order };
    if (!was || was.order !== order || !samePart(was, next)) changes[`/parts/${placed.id}`] = next as unknown as Value;
  }
  for (const { id } of before) if (!after.some((part) => part.id === id)) changes[`/parts/${id}`] = null;
  return changes;
}

/** Whether two parts say the same, whatever their turn. */
export const samePart = (a: PlacedPart, b: PlacedPart): boolean => same({ ...a, order: 0 } as unknown as Value, { ...b, order: 0 } as unknown as Value);

/** A number after all of a list's. */
export const nextOrder = (items: readonly { order?: number }[]): number => Math.max(0, ...items.map((item) => item.order ?? 0)) + 1;
