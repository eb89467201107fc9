/** The first letters of a person's first and last name, for a button that has no room for more. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const chosen = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return chosen.map((word) => [...(word ?? "")][0]?.toLocaleUpperCase("fi") ?? "").join("");
}
