import { ofDay, readHours, weekdays, writeHours } from "./hours";
import type { Authority, Channels, Hours, Texts } from "./queries";

/** An authority's card as its form holds it: texts only. */
export interface Card {
  phone: string;
  email: string;
  web: string;
  e_service: string;
  street: string;
  postal_code: string;
  town: string;
  note: Texts;
  /** Hours of Monday to Sunday, as people write them. */
  days: readonly string[];
  exceptions: readonly ExceptionText[];
}

export interface ExceptionText {
  date: string;
  hours: string;
  note: Texts;
}

const noTexts: Texts = { fi: "", sv: "", en: "" };

export function cardOf({ channels, hours }: Pick<Authority, "channels" | "hours">): Card {
  return {
    phone: channels.phone ?? "", email: channels.email ?? "", web: channels.web ?? "", e_service: channels.e_service ?? "",
    street: channels.address?.street ?? "", postal_code: channels.address?.postal_code ?? "", town: channels.address?.town ?? "",
    note: channels.note ?? noTexts,
    days: weekdays.map((day) => writeHours(ofDay(hours, day))),
    exceptions: hours.exceptions.map((e) => ({ date: e.date, hours: e.from && e.to ? writeHours([{ from: e.from, to: e.to }]) : "", note: e.note ?? noTexts })),
  };
}

/** Pointers of fields whose hours cannot be read; an exception has one stretch. */
export function unreadable(card: Card): string[] {
  return [
    ...card.days.flatMap((text, i) => (readHours(text) === null ? [`/days/${i}`] : [])),
    ...card.exceptions.flatMap(({ hours }, i) => ((readHours(hours)?.length ?? 2) > 1 ? [`/hours/exceptions/${i}`] : [])),
  ];
}

/** The card as the API takes it. Notes of a day's stretches are kept from before where the stretch is the same. */
export function bodyOf(card: Card, before: Hours): { channels: Channels; hours: Hours } {
  const { phone, email, web, e_service, street, postal_code, town } = card;
  const text = (value: string) => value.trim() || undefined;
  const texts = (value: Texts) => (Object.values(value).some((v) => v.trim()) ? value : undefined);
  const weekly = weekdays.flatMap((weekday, i) => (readHours(card.days[i] ?? "") ?? []).map((stretch) => {
    const note = before.weekly.find((h) => h.weekday === weekday && h.from === stretch.from && h.to === stretch.to)?.note;
    return { weekday, ...stretch, ...(note ? { note } : {}) };
  }));
  const exceptions = card.exceptions.map(({ date, hours, note }) => ({ date, ...readHours(hours)?.[0], ...(texts(note) ? { note } : {}) }));
  return {
    channels: {
      phone: text(phone), email: text(email), web: text(web), e_service: text(e_service), note: texts(card.note),
      address: street.trim() || postal_code.trim() || town.trim() ? { street: street.trim(), postal_code: postal_code.trim(), town: town.trim() } : undefined,
    },
    hours: { weekly, exceptions },
  };
}

/** The form's field for a pointer into the body: a stretch is its weekday's. */
export function fieldOf(pointer: string, sent: Hours): string {
  const index = /^\/hours\/weekly\/(\d+)/.exec(pointer)?.[1];
  const weekday = index === undefined ? undefined : sent.weekly[Number(index)]?.weekday;
  if (weekday !== undefined) return `/days/${weekday - 1}`;
  return pointer.replace(/^\/channels(\/address)?\/(?!note)/, "/").replace(/^\/channels\/note.*/, "/note").replace(/^(\/hours\/exceptions\/\d+).*/, "$1");
}
