/** What two people have changed: mine on top of theirs, and the fields that both changed in different ways. */
export interface Merged<T> {
  merged: T;
  conflicts: (keyof T & string)[];
}

/** Brings what I typed together with what was saved meanwhile; base is what both began from. */
export function merge<T extends object>(base: T, mine: T, theirs: T): Merged<T> {
  const merged = { ...theirs };
  const conflicts: (keyof T & string)[] = [];
  for (const key of Object.keys(mine) as (keyof T & string)[]) {
    const [b, m, t] = [base[key], mine[key], theirs[key]].map((value) => JSON.stringify(value));
    if (m === b) continue;
    merged[key] = mine[key];
    if (t !== b && t !== m) conflicts.push(key);
  }
  return { merged, conflicts };
}
