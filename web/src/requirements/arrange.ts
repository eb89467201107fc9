import type { KindFinding, Required, Requirement, Requirements } from "./queries";
import { type Subject, subjectOf, subjects } from "./subjects";

/** The requirements of one subject: what must be looked at, the worst first, and what is well. */
export interface Group {
  subject: Subject;
  open: Requirement[];
  well: Requirement[];
}

/** Requirements that wait for answers about projects of the same kinds; no kinds: of every kind. */
export interface Waiting {
  kinds: string[];
  needs: string[];
  of: Requirement[];
}

/** Requirements as they are told: by subject, and apart from them those of which nothing but answers would tell. */
export interface Arranged {
  groups: Group[];
  waiting: Waiting[];
  /** How many are told, and how many were left out since they are alike at both places. */
  told: number;
  alike: number;
}

/** Puts requirements by subject, in the order of severity in which they come; of two places only what differs, where that is asked for. */
export function arranged({ requirements, places }: Pick<Requirements, "requirements" | "places">, differing: boolean): Arranged {
  const told = requirements.filter((r) => !differing || places.length < 2 || r.differs.length > 0);
  const waiting = told.filter(waits);
  const rest = told.filter((r) => !waits(r));
  const groups = subjects.map((subject) => {
    const of = rest.filter((r) => subjectOf(r.theme) === subject);
    return { subject, open: of.filter((r) => r.severity !== "green"), well: of.filter((r) => r.severity === "green") };
  });
  return { groups: groups.filter((g) => g.open.length + g.well.length > 0), waiting: byAnswers(waiting), told: told.length, alike: requirements.length - told.length };
}

/** Whether nothing but answers about the project keeps it from being told. */
const waits = (r: Requirement): boolean => r.severity === "unknown" && findingsOf(r).every((f) => f.status !== "not_known" || f.reason === "no_answer");

export const findingsOf = (r: Requirement): KindFinding[] => r.places.flatMap((at) => at.findings);

function byAnswers(waiting: Requirement[]): Waiting[] {
  const all = new Map<string, Waiting>();
  for (const r of waiting) {
    const open = r.places[0]?.findings.filter((f) => f.reason === "no_answer") ?? [];
    for (const f of open) {
      const kinds = f.kinds ?? [];
      const group = all.get(String(kinds)) ?? { kinds, needs: [], of: [] };
      if (!group.of.includes(r)) group.of.push(r);
      group.needs.push(...(f.needs ?? []).filter((id) => !group.needs.includes(id)));
      all.set(String(kinds), group);
    }
  }
  return [...all.values()];
}

/** The kinds that any of its findings is about; null: every project. */
export function kindsOf(r: Requirement): string[] | null {
  const all = new Set<string>();
  for (const f of findingsOf(r)) {
    if (!f.kinds?.length) return null;
    for (const kind of f.kinds) all.add(kind);
  }
  return [...all];
}

/** Whether its findings are not all about the same kinds, so that each must name its own. */
export const varies = (at: Required): boolean => new Set(at.findings.map((f) => String(f.kinds ?? ""))).size > 1;

/** The finding whose words stand for what to do: the worst, at whichever place. */
export function leading(r: Requirement): KindFinding | undefined {
  const all = findingsOf(r);
  return all.find((f) => f.severity === r.severity) ?? all[0];
}

interface Source {
  title: string;
  date: string;
}

/** The layers that findings rest on, each once, with the day of its data. */
export function sourcesOf(findings: readonly KindFinding[]): Source[] {
  const all = new Map<string, Source>();
  for (const f of findings) {
    for (const { layer_title: title, data_date: date } of [f, ...(f.looked ?? [])]) if (title) all.set(title, { title, date: date || all.get(title)?.date || "" });
  }
  return [...all.values()];
}

/** Who is competent at any of the places, each once. */
export function contactsOf(findings: readonly KindFinding[]): NonNullable<KindFinding["contacts"]> {
  const all = new Map<string, NonNullable<KindFinding["contacts"]>[number]>();
  for (const f of findings) for (const c of f.contacts ?? []) all.set(c.code, c);
  return [...all.values()];
}
