import { type Lang, locales } from "../i18n/language";

/** A local time without the offset that tells the two hours of an autumn night apart. */
const wall = (local: string) => new Date(`${local.slice(0, 16)}:00Z`);

/** What stands between a day and a time of day. */
const at: Record<Lang, string> = { fi: "klo", sv: "kl.", en: "at" };

const day = (lang: Lang, local: string) => new Intl.DateTimeFormat(locales[lang], { weekday: "short", day: "numeric", month: "numeric", year: "numeric", timeZone: "UTC" }).format(wall(local));
const clock = (lang: Lang, local: string) => new Intl.DateTimeFormat(locales[lang], { hour: "numeric", minute: "2-digit", timeZone: "UTC" }).format(wall(local));

/** A Finnish local time in words. */
export const localWords = (lang: Lang, local: string) => `${day(lang, local)} ${at[lang]} ${clock(lang, local)}`;

/** A stretch of Finnish local time in words; what ends on the day it began names the day once. */
export function spanWords(lang: Lang, from: string, to: string): string {
  if (from && to && from.slice(0, 10) === to.slice(0, 10)) return `${localWords(lang, from)}–${clock(lang, to)}`;
  return [from && localWords(lang, from), to && localWords(lang, to)].filter(Boolean).join(" – ");
}
