/** Midnight in Finland at the beginning of a day (2026-05-13), as the API wants moments; null for what is no day. */
export function beginningOf(day: string): string | null {
  const [year, month, date] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? []).slice(1).map(Number);
  if (year === undefined || month === undefined || date === undefined) return null;
  const utc = Date.UTC(year, month - 1, date);
  if (new Date(utc).toISOString().slice(0, 10) !== day) return null;
  // Summer time begins and ends at three and four in the night: midnight is of the offset before.
  for (const hours of [2, 3]) {
    const moment = new Date(utc - hours * 3_600_000);
    if (hourInFinland.format(moment) === "00") return moment.toISOString();
  }
  return null;
}

const hourInFinland = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", hourCycle: "h23", timeZone: "Europe/Helsinki" });

/** The moment at which a day is over in Finland. */
export function endOf(day: string): string | null {
  const begun = beginningOf(day);
  if (begun === null) return null;
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return beginningOf(next.toISOString().slice(0, 10));
}

/** A moment's day in Finland, as fields for dates hold it. */
export const dayOf = (moment: Date) => new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Helsinki", dateStyle: "short" }).format(moment);

/** The last day on which something holds that holds until a moment. */
export const lastDayOf = (until: string) => dayOf(new Date(new Date(until).getTime() - 1));
