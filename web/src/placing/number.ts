/** A number as people type it, with a comma and spaces; null: none. */
export function metresIn(text: string): number | null {
  const cleaned = text.replace(/[\s\u00a0\u202f]/g, "").replace(/(m|°)$/i, "").replace("−", "-").replace(",", ".");
  return /^[-+]?\d+(\.\d+)?$/.test(cleaned) ? Number(cleaned) : null;
}
