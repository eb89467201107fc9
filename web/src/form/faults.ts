import { Problem } from "../api/problem";

/** What is wrong, by the JSON Pointer of the field; what belongs to no field of the form stands apart. */
export interface Faulty {
  fields: Readonly<Record<string, string>>;
  rest: readonly string[];
}

export const faultless: Faulty = { fields: {}, rest: [] };

/**
 * Sorts the faults of a refused request by the fields of a form. A fault inside a field's value (an item of its list)
 * is that field's; several of one field are told together.
 */
export function faultsOf(error: unknown, fields: readonly string[]): Faulty {
  if (!(error instanceof Problem)) return faultless;
  const found: Record<string, string[]> = {};
  const rest: string[] = [];
  for (const fault of error.faults) {
    const pointer = fault.pointer ?? "";
    const field = fields.find((f) => pointer === f) ?? fields.filter((f) => pointer.startsWith(`${f}/`)).sort((a, b) => b.length - a.length)[0];
    if (field === undefined) rest.push(fault.detail);
    else (found[field] ??= []).push(fault.detail);
  }
  if (error.faults.length === 0) rest.push(error.message);
  return { fields: Object.fromEntries(Object.entries(found).map(([field, details]) => [field, [...new Set(details)].join(" ")])), rest: [...new Set(rest)] };
}

/** An element's id for the field at a JSON Pointer. */
export const fieldId = (form: string, pointer: string) => form + pointer.replaceAll("/", "-");
