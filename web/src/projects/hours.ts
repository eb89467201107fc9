/** A time on clocks in Finland, to the minute: 2027-06-12T18:00; in the hour that comes twice with its offset, +03:00 or +02:00. */
export type Local = string;

const zone = "Europe/Helsinki";
const shape = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/;

/** The two times that clocks show in the hour that comes twice: the first is summer time. */
export const offsets = ["+03:00", "+02:00"] as const;

const clock = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** What clocks in Finland show at a moment. */
export const wall = (at: Date): Local => clock.format(at).replace(" ", "T");

/** A local time without an offset, and the offset. */
export function parted(local: Local): { wall: string; offset: string } {
  return { wall: local.slice(0, 16), offset: local.slice(16) };
}

export type Reading = { at: Date } | { fault: "none" | "skipped" | "twice"; at?: Date };

/** The moment that is meant; or that clocks skip it, or show it twice (with the first of the two). */
export function read(local: Local): Reading {
  const { wall: text, offset } = parted(local);
  if (!shape.test(text)) return { fault: "none" };
  const shown = offsets.map((o) => new Date(`${text}:00${o}`)).filter((at) => !Number.isNaN(at.getTime()) && wall(at) === text);
  if (offset) {
    const at = new Date(`${text}:00${offset}`);
    return shown.some((s) => s.getTime() === at.getTime()) ? { at } : { fault: "none" };
  }
  const [first, second] = shown;
  if (!first) return { fault: Number.isNaN(Date.parse(`${text}:00Z`)) ? "none" : "skipped" };
  return second ? { fault: "twice", at: first } : { at: first };
}

/** The moment, or the first of two. */
export const moment = (local: Local): Date | null => read(local).at ?? null;

/** A day some days later by the calendar. */
export function dayAfter(day: string, days: number): string {
  const at = new Date(`${day}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** Hours of one day as they are typed: a closing time that is no later than the opening is the next day's. */
export function span(day: string, opens: string, closes: string): { from: Local; to: Local } {
  return { from: `${day}T${opens}`, to: `${closes <= opens ? dayAfter(day, 1) : day}T${closes}` };
}

/** How long it is, in minutes of real time: a night on which clocks change is an hour shorter or longer. */
export function minutes(from: Local, to: Local): number | null {
  const [a, b] = [moment(from), moment(to)];
  return a && b ? Math.round((b.getTime() - a.getTime()) / 60_000) : null;
}
