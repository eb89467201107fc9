import type { Hours } from "./queries";

export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;
export type Weekday = (typeof weekdays)[number];

type Stretch = { from: string; to: string };

/** Hours of a day as people write them: 9–11.30, 12–15. Null for what is none; nothing is closed. */
export function readHours(text: string): Stretch[] | null {
  const read: Stretch[] = [];
  for (const part of text.split(/[,;]/).map((p) => p.trim()).filter(Boolean)) {
    const [, h1, m1, h2, m2] = /^(\d{1,2})(?:[.:](\d\d))?\s*[-–—]\s*(\d{1,2})(?:[.:](\d\d))?$/.exec(part) ?? [];
    if (h1 === undefined || h2 === undefined) return null;
    const from = clock(h1, m1);
    const to = clock(h2, m2);
    if (from === null || to === null || from >= to) return null;
    read.push({ from, to });
  }
  return read;
}

function clock(hour: string, minute = "00"): string | null {
  const minutes = Number(hour) * 60 + Number(minute);
  return Number(minute) > 59 || minutes > 24 * 60 ? null : `${hour.padStart(2, "0")}:${minute}`;
}

/** The same for a field or a reader: 9–11.30, 12–15. */
export const writeHours = (stretches: readonly Stretch[]) => stretches.map(({ from, to }) => `${short(from)}–${short(to)}`).join(", ");

const short = (time: string) => time.replace(/^0(?=\d)/, "").replace(/:00$/, "").replace(":", ".");

/** Stretches of one weekday, the earliest first. */
export const ofDay = (hours: Hours, day: number) => hours.weekly.filter((h) => h.weekday === day).sort((a, b) => a.from.localeCompare(b.from));

/** Neighbouring weekdays with the same hours, as a table shows them together. */
export function grouped(hours: Hours): { first: Weekday; last: Weekday; text: string }[] {
  const rows: { first: Weekday; last: Weekday; text: string }[] = [];
  for (const day of weekdays) {
    const text = writeHours(ofDay(hours, day));
    const before = rows[rows.length - 1];
    if (before?.text === text) before.last = day;
    else rows.push({ first: day, last: day, text });
  }
  return rows;
}
