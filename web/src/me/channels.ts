/** Ways in which people are told of what happens, in the order in which the page offers them. */
export const channels = ["suomifi", "email", "paper"] as const;
export type Channel = (typeof channels)[number];

/** The chosen ones with the preferred one first. */
export const inOrder = (chosen: readonly string[], first: string): string[] =>
  chosen.includes(first) ? [first, ...chosen.filter((c) => c !== first)] : [...chosen];
