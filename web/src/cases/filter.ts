import type { Severity } from "../api/queries";

/** How a list of projects is narrowed down. Days are in Finland. */
export interface Filter {
  q: string;
  kinds: readonly string[];
  states: readonly State[];
  severities: readonly Severity[];
  from: string;
  to: string;
  unseen: boolean;
  /** Only what lies in the map's view. */
  here: boolean;
}

export const states = ["visible", "sent", "cancelled"] as const;
export type State = (typeof states)[number];
const severities = ["red", "amber", "unknown", "green"] as const satisfies readonly Severity[];

export const everything: Filter = { q: "", kinds: [], states: [], severities: [], from: "", to: "", unseen: false, here: false };

const day = (text: string | null) => (text && /^\d{4}-\d\d-\d\d$/.test(text) ? text : "");
const of = <T extends string>(all: readonly T[], text: string | null) => all.filter((one) => (text ?? "").split(".").includes(one));

/** Reads what stands in the address; what cannot be read is left out. */
export function readFilter(text: string | null): Filter {
  const q = new URLSearchParams(text ?? "");
  return {
    q: q.get("q") ?? "", kinds: (q.get("kind") ?? "").split(".").filter((k) => /^[a-z][a-z0-9_]{0,62}$/.test(k)), states: of(states, q.get("state")), severities: of(severities, q.get("severity")),
    from: day(q.get("from")), to: day(q.get("to")), unseen: q.has("unseen"), here: q.has("here"),
  };
}

/** Writes the filter for the address; null: nothing is narrowed down. */
export function writeFilter(f: Filter): string | null {
  const q = new URLSearchParams();
  const put = (name: string, text: string) => text && q.set(name, text);
  put("q", f.q);
  put("kind", f.kinds.join("."));
  put("state", f.states.join("."));
  put("severity", f.severities.join("."));
  put("from", f.from);
  put("to", f.to);
  put("unseen", f.unseen ? "1" : "");
  put("here", f.here ? "1" : "");
  return q.toString() || null;
}

/** Whether anything is narrowed down. */
export const isNarrowed = (f: Filter) => writeFilter(f) !== null;

/** The first moment of a day in Finland, and the first one after it, as the API takes them. */
export function moments({ from, to }: Pick<Filter, "from" | "to">): { from?: string; to?: string } {
  return { ...(from && { from: midnight(from) }), ...(to && { to: midnight(next(to)) }) };
}

const next = (iso: string) => new Date(Date.parse(`${iso}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** Midnight in Finland, with the offset of that night. */
function midnight(iso: string): string {
  const hour = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Helsinki", hour: "2-digit", hour12: false }).format(new Date(`${iso}T00:00:00+02:00`));
  return `${iso}T00:00:00+0${hour === "01" ? 3 : 2}:00`;
}
