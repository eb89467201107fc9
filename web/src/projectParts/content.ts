import type { Geometry } from "geojson";
import type { components } from "../api/schema";

/** What a version of a project says, by path. */
export type Fields = Readonly<Record<string, unknown>>;
export type Kind = components["schemas"]["KindBody"];
export type Question = components["schemas"]["KindQuestion"];

/** A part of a project's place. Times are Finnish local times, like 2027-06-12T18:00. */
export interface Part {
  id: string;
  name?: string;
  purpose?: string;
  order?: number;
  geometry: Geometry;
  property_units?: readonly string[];
  /** The feature of a venue layer that it was picked as. */
  venue?: { layer: string; feature_id: string };
  from?: string;
  to?: string;
  described?: string;
}

/** Hours of an event, in Finnish local time. */
export interface Day {
  id?: string;
  kind: "build_up" | "open" | "dismantle";
  from: string;
  to: string;
  note?: string;
}

/** Somebody whom the project names. */
export interface Person {
  id: string;
  role: string;
  name?: string;
  organisation?: string;
  email?: string;
  phone?: string;
  note?: string;
  order?: number;
}

export interface Content {
  kind: string;
  title: string;
  summary: string;
  announcement: string;
  organiser: string;
  answers: Readonly<Record<string, unknown>>;
  parts: Part[];
  days: Day[];
  people: Person[];
  /** Names of files by id. */
  files: Readonly<Record<string, string>>;
}

/** The group that a field belongs to, and its key there: /answers/noise is noise of answers; /title is title of none. */
export function pathOf(field: string): [group: string, key: string] {
  const cut = field.indexOf("/", 1);
  return cut < 0 ? ["", field.slice(1)] : [field.slice(1, cut), field.slice(cut + 1)];
}

const text = (value: unknown) => (typeof value === "string" ? value : "");

/** Reads the fields; lists are in their order. */
export function contentOf(fields: Fields): Content {
  const answers: Record<string, unknown> = {};
  const parts: Part[] = [];
  const days: Day[] = [];
  const people: Person[] = [];
  const files: Record<string, string> = {};
  for (const [field, value] of Object.entries(fields)) {
    const [group, key] = pathOf(field);
    if (group === "answers") answers[key] = value;
    if (group === "parts") parts.push(value as Part);
    if (group === "days") days.push(value as Day);
    if (group === "people") people.push(value as Person);
    if (group === "files") files[key] = text((value as { name?: string }).name);
  }
  const ordered = (a: Part | Person, b: Part | Person) => (a.order ?? 0) - (b.order ?? 0) || a.id.localeCompare(b.id);
  return {
    kind: text(fields["/kind"]), title: text(fields["/title"]), summary: text(fields["/summary"]), announcement: text(fields["/announcement"]), organiser: text(fields["/organiser"]),
    answers, parts: parts.sort(ordered), days: days.sort((a, b) => a.from.localeCompare(b.from)), people: people.sort(ordered), files,
  };
}
