import { type Lang, locales } from "../i18n/language";

const units = [["gigabyte", 1e9], ["megabyte", 1e6], ["kilobyte", 1e3], ["byte", 1]] as const;

/** A number of bytes in the unit that people read it by. */
export function bytes(n: number, lang: Lang): string {
  const [unit, size] = units.find(([, size]) => n >= size) ?? units[3];
  const digits = unit === "gigabyte" ? 2 : unit === "megabyte" ? 1 : 0;
  return new Intl.NumberFormat(locales[lang], { style: "unit", unit, maximumFractionDigits: digits, minimumFractionDigits: digits }).format(n / size);
}

/** How long something took that mostly takes less than seconds: two digits that count. */
export const seconds = (n: number, lang: Lang) => new Intl.NumberFormat(locales[lang], { style: "unit", unit: "second", maximumSignificantDigits: 2 }).format(n);

/** Seconds until all is done at the present speed; null where that cannot be told. */
export function secondsLeft(done: number, all: number, perSecond: number): number | null {
  if (!(all > 0) || !(perSecond > 0) || done > all) return null;
  return (all - done) / perSecond;
}

/** A length of time as people say it: no more exact than it is known. */
export function duration(seconds: number, lang: Lang): string {
  const [unit, n] = seconds < 60 ? (["second", seconds < 10 ? Math.max(1, Math.ceil(seconds)) : Math.ceil(seconds / 5) * 5] as const)
    : seconds < 5400 ? (["minute", Math.round(seconds / 60)] as const) : (["hour", Math.round(seconds / 3600)] as const);
  return new Intl.NumberFormat(locales[lang], { style: "unit", unit, unitDisplay: "long" }).format(n);
}

/** Speed over the last seconds, from what was done by when. */
export class Speed {
  private readonly marks: [at: number, done: number][] = [];
  private readonly span: number;

  constructor(span = 5000) {
    this.span = span;
  }

  /** Notes that so much was done at a time in milliseconds, and returns how much is done in a second; 0: not known yet. */
  note(at: number, done: number): number {
    this.marks.push([at, done]);
    while (this.marks.length > 2 && at - (this.marks[0]?.[0] ?? at) > this.span) this.marks.shift();
    const [first] = this.marks;
    return first && at > first[0] ? ((done - first[1]) * 1000) / (at - first[0]) : 0;
  }
}
