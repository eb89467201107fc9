/** What was, is, and was taken back. */
export interface History<T> {
  past: readonly T[];
  now: T;
  future: readonly T[];
  /** What the last change was of, where the next of the same kind belongs to it: steps by arrow keys are taken back together. */
  run: string;
}

/** How many changes can be taken back. */
const most = 200;

export const began = <T>(now: T): History<T> => ({ past: [], now, future: [], run: "" });

/** A change; one of the same run as the last becomes part of it. */
export function put<T>(history: History<T>, now: T, run = ""): History<T> {
  const past = run !== "" && run === history.run ? history.past : [...history.past, history.now].slice(-most);
  return { past, now, future: [], run };
}

/** Every moment with something that came from elsewhere. */
export const rebased = <T>({ past, future }: History<T>, now: T, change: (moment: T) => T): History<T> => ({ past: past.map(change), now, future: future.map(change), run: "" });

export function undone<T>({ past, now, future }: History<T>): History<T> {
  const before = past.at(-1);
  return before === undefined ? { past, now, future, run: "" } : { past: past.slice(0, -1), now: before, future: [now, ...future], run: "" };
}

export function redone<T>({ past, now, future }: History<T>): History<T> {
  const [next, ...rest] = future;
  return next === undefined ? { past, now, future, run: "" } : { past: [...past, now], now: next, future: rest, run: "" };
}
