/** What a project says, by path, such as /title or /answers/attendance. A value is JSON; null: the field is taken away. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value | undefined };
export type Fields = Readonly<Record<string, Value>>;

/** A value in the form in which the service keeps it: members in one order, and none that say nothing. */
function plain(value: Value | undefined): unknown {
  if (Array.isArray(value)) return value.map((item: Value) => plain(item));
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value).filter(([, item]) => !isEmpty(item)).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, item]) => [name, plain(item)]);
}

const isEmpty = (value: Value | undefined) => value === undefined || value === null || value === "" || value === 0 || (Array.isArray(value) && value.length === 0);

/** Whether two values say the same; an empty text says as much as none. */
export function same(a: Value | undefined, b: Value | undefined): boolean {
  const [x, y] = [a, b].map((value) => (value === undefined || value === "" ? null : value));
  return x === y || JSON.stringify(plain(x)) === JSON.stringify(plain(y));
}
