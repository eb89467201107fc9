/** The service's languages, the default first. */
export const languages = ["fi", "sv", "en"] as const;
export type Lang = (typeof languages)[number];

/** The tag by which numbers and dates are written. */
export const locales: Record<Lang, string> = { fi: "fi-FI", sv: "sv-FI", en: "en-GB" };
