import { type Fields, type Value, same } from "./values";

/** A change that the service has not acknowledged. */
export interface Change {
  value: Value;
  /** What the field said when it was changed here; another value there is somebody else's. */
  was: Value;
  /** Values that were sent and may have arrived, although no answer came. */
  tried: readonly Value[];
}

/** A field that somebody else has changed in another way. */
export interface Conflict {
  theirs: Value;
  /** Who wrote it and when, once that is known. */
  whose?: Whose;
  /** It was typed in another window of this browser, not saved by somebody. */
  window?: boolean;
}

/** Who wrote a value: a person, or whoever types here, elsewhere; and when they last saved in that sitting. */
export interface Whose {
  by?: string;
  own?: boolean;
  at: string;
}

/** A project as it is being written: what the service has said last, and what was typed since. */
export interface Draft {
  revision: number;
  server: Fields;
  changes: Readonly<Record<string, Change>>;
  conflicts: Readonly<Record<string, Conflict>>;
  /** Fields that the service does not take as they are, with its reason; they wait until they are typed again. */
  refused: Readonly<Record<string, string>>;
}

/** Sent values that are remembered of a field: more are not under way at once. */
const mostTried = 12;

export const begun = (revision: number, server: Fields): Draft => ({ revision, server, changes: {}, conflicts: {}, refused: {} });

/** What the project says with everything that was typed. */
export function written({ server, changes }: Draft): Fields {
  const fields: Record<string, Value> = { ...server };
  for (const [path, { value }] of Object.entries(changes)) {
    if (value === null) delete fields[path];
    else fields[path] = value;
  }
  return fields;
}

/** A field is typed. What the service says already is no change. */
export function typed(draft: Draft, path: string, value: Value): Draft {
  const now = draft.server[path] ?? null;
  const before = draft.changes[path];
  const changes = { ...draft.changes };
  if (!before && same(value, now)) return draft;
  if (before && before.tried.length === 0 && !draft.conflicts[path] && same(value, now)) delete changes[path];
  else changes[path] = { value, was: before ? before.was : now, tried: before?.tried ?? [] };
  return { ...draft, changes, refused: omit(draft.refused, [path]) };
}

/** What can be sent now: all that is neither disputed nor refused. */
export function toSend(draft: Draft): Record<string, Value> {
  return Object.fromEntries(Object.entries(draft.changes).filter(([path]) => !draft.conflicts[path] && !(path in draft.refused)).map(([path, { value }]) => [path, value]));
}

/** Before it is sent, it is noted that it may arrive. */
export function tried(draft: Draft, sent: Readonly<Record<string, Value>>): Draft {
  const changes = { ...draft.changes };
  for (const [path, value] of Object.entries(sent)) {
    const change = changes[path];
    if (change && (change.tried.length === 0 || !same(change.tried.at(-1), value))) changes[path] = { ...change, tried: [...change.tried, value].slice(-mostTried) };
  }
  return { ...draft, changes };
}

/**
 * Brings what the service says now together with what was typed: it was saved; nobody else has touched it; or somebody
 * has, which is a conflict. An older answer that comes late changes nothing.
 */
export function absorbed(draft: Draft, revision: number, server: Fields): Draft {
  if (revision < draft.revision) return draft;
  const changes: Record<string, Change> = {};
  const conflicts: Record<string, Conflict> = {};
  for (const [path, change] of Object.entries(draft.changes)) {
    const now = server[path] ?? null;
    const before = draft.conflicts[path];
    if (before?.window) conflicts[path] = before;
    else if (same(change.value, now)) continue;
    if (conflicts[path] || same(change.was, now)) changes[path] = change;
    else if (change.tried.some((value) => same(value, now))) changes[path] = { value: change.value, was: now, tried: after(change.tried, now) };
    else {
      changes[path] = change;
      conflicts[path] = before && same(before.theirs, now) ? before : { theirs: now };
    }
  }
  return { revision, server, changes, conflicts, refused: keep(draft.refused, changes) };
}

/** Whose the other values are, as the service told. */
export function known(draft: Draft, told: readonly ({ field: string; theirs?: unknown } & Whose)[]): Draft {
  const conflicts = { ...draft.conflicts };
  for (const { field, theirs, by, own, at } of told) {
    const met = conflicts[field];
    if (met && !met.window && same(met.theirs, theirs as Value)) conflicts[field] = { ...met, whose: { by, own, at } };
  }
  return { ...draft, conflicts };
}

/** What was sent after a value: it may arrive yet. */
const after = (tried: readonly Value[], value: Value) => tried.slice(tried.findLastIndex((sent) => same(sent, value)) + 1);

/** Ends a conflict by what the field shall say: what was typed here, what stands there, or something of both. */
export function settled(draft: Draft, path: string, value: Value): Draft {
  const now = draft.server[path] ?? null;
  const changes = { ...draft.changes };
  if (same(value, now)) delete changes[path];
  else changes[path] = { value, was: now, tried: [] };
  return { ...draft, changes, conflicts: omit(draft.conflicts, [path]), refused: omit(draft.refused, [path]) };
}

/** What is wrong with fields, by the service. */
export const refusedAs = (draft: Draft, faults: Readonly<Record<string, string>>): Draft => ({ ...draft, refused: { ...draft.refused, ...faults } });

/** What was typed in other windows and is to be chosen from. The service does not know it. */
export const ofWindows = ({ conflicts }: Draft): Record<string, Value> =>
  Object.fromEntries(Object.entries(conflicts).flatMap(([path, { theirs, window }]) => (window ? [[path, theirs] as const] : [])));

/**
 * Takes up what another window, which is no more, had typed and not saved, and what it had to choose from. Where both typed
 * something else, one has to choose.
 */
export function takenUp(draft: Draft, left: Readonly<Record<string, Change>>, windows: Readonly<Record<string, Value>> = {}): Draft {
  const changes = { ...draft.changes };
  const conflicts = { ...draft.conflicts, ...Object.fromEntries(Object.entries(windows).map(([path, theirs]) => [path, { theirs, window: true }])) };
  for (const [path, change] of Object.entries(left)) {
    const own = changes[path];
    if (!own) changes[path] = change;
    else if (!same(own.value, change.value)) conflicts[path] = { theirs: change.value, window: true };
  }
  return absorbed({ ...draft, changes, conflicts }, draft.revision, draft.server);
}

const keep = <T>(of: Readonly<Record<string, T>>, paths: object) => Object.fromEntries(Object.entries(of).filter(([path]) => path in paths));
const omit = <T>(of: Readonly<Record<string, T>>, paths: readonly string[]) => Object.fromEntries(Object.entries(of).filter(([path]) => !paths.includes(path)));

/** The fields of a refused save: /changes/~1answers~1attendance/... is about /answers/attendance. Null: about the whole. */
export function fieldOf(pointer: string | undefined): string | null {
  const step = /^\/changes\/([^/]+)/.exec(pointer ?? "")?.[1];
  return step ? step.replaceAll("~1", "/").replaceAll("~0", "~") : null;
}
