import { type Lang, locales } from "../i18n/language";
import { moment, read, wall } from "./hours";

/** What clocks show: the time of day alone, or with the day. */
function clocks(lang: Lang) {
  const options = { weekday: "short", day: "numeric", month: "numeric", year: "numeric", hour: "numeric", minute: "2-digit", timeZone: "Europe/Helsinki" } as const;
  return new Intl.DateTimeFormat(locales[lang], options);
}

/** A stretch of time in words, such as "la 12.6.2027 klo 18.00 – su 13.6.2027 klo 1.00"; what ends on the day on which it began names that day once. */
export function spanWords(lang: Lang, from: string, to: string): string {
  const [a, b] = [moment(from ?? ""), moment(to ?? "")];
  if (!a && !b) return "";
  const format = clocks(lang);
  if (!a || !b || b < a || wall(a).slice(0, 10) !== wall(b).slice(0, 10)) return [a, b].flatMap((at) => (at ? [format.format(at)] : [])).join(" – ");
  return format.formatRange(a, b);
}

/** What is wrong with a stretch of time: with its beginning, its end, or that it ends before it begins. */
export function spanFaults(from: string, to: string): { from?: "none" | "skipped" | "twice"; to?: "none" | "skipped" | "twice"; order?: boolean } {
  const [a, b] = [read(from ?? ""), read(to ?? "")];
  const faults: ReturnType<typeof spanFaults> = {};
  if ("fault" in a) faults.from = a.fault;
  if ("fault" in b) faults.to = b.fault;
  if (a.at && b.at && b.at <= a.at) faults.order = true;
  return faults;
}
