import i18next, { type i18n } from "i18next";
import { initReactI18next } from "react-i18next";
import { type Lang, locales } from "./language";
import type fi from "./fi.json";
import type people from "./people/fi.json";
import type catalogue from "./catalogue/fi.json";
import type print from "./print/fi.json";
import type checks from "./checks/fi.json";
import type rules from "./rules/fi.json";
import type projects from "./projects/fi.json";
import type shown from "./shown/fi.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: typeof fi; people: typeof people; catalogue: typeof catalogue; print: typeof print; checks: typeof checks; rules: typeof rules; shown: typeof shown; projects: typeof projects };
    returnNull: false;
  }
}

const texts: Record<Lang, () => Promise<{ default: typeof fi }>> = {
  fi: () => import("./fi.json"),
  sv: () => import("./sv.json"),
  en: () => import("./en.json"),
};

/** Loads the texts of the page's language: one file, the others are never fetched. */
export async function openTexts(lang: Lang): Promise<i18n> {
  const { default: translation } = await texts[lang]();
  await i18next.use(initReactI18next).init<object>({
    lng: lang,
    fallbackLng: false,
    resources: { [lang]: { translation } },
    interpolation: { escapeValue: false }, // React escapes
  });
  return i18next;
}

/** Numbers as the language writes them. */
export function numbers(lang: Lang) {
  const locale = locales[lang];
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const digits = (n: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: n, minimumFractionDigits: n });
  const upTo = (n: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: n });
  return {
    list: (words: readonly string[]) => new Intl.ListFormat(locale, { type: "conjunction" }).format(words),
    count: (n: number) => plain.format(n),
    decimal: (n: number, decimals: number) => digits(decimals).format(n),
    /** A coordinate in metres: grouped by spaces in every language, as a comma would part easting from northing. */
    coordinate: (m: number) => new Intl.NumberFormat(locales.fi, { maximumFractionDigits: 0 }).format(Math.round(m)),
    time: (iso: string) => new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone: "Europe/Helsinki" }).format(new Date(iso)),
    date: (iso: string) => new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "Europe/Helsinki" }).format(new Date(iso)),
    number: (n: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: 6 }).format(n),
    /** Metres: to 10 cm under 10 m, whole under a kilometre, then kilometres. */
    distance: (m: number) => {
      if (m < 10) return `${digits(m === 0 ? 0 : 1).format(m)} m`;
      if (m < 1000) return `${plain.format(Math.round(m))} m`;
      return `${digits(m < 10_000 ? 2 : 1).format(m / 1000)} km`;
    },
    /** Square metres up to a hectare, hectares up to a square kilometre: to the digits to which the service tells areas. */
    area: (m2: number) => {
      if (m2 < 10_000) return `${upTo(m2 < 10 ? 1 : 0).format(m2)} m²`;
      if (m2 < 1_000_000) return `${upTo(m2 < 100_000 ? 2 : 1).format(m2 / 10_000)} ha`;
      return `${upTo(2).format(m2 / 1_000_000)} km²`;
    },
    /** How long a line is: to the digits to which the service tells it. */
    length: (m: number) => (m < 1000 ? `${upTo(m < 10 ? 1 : 0).format(m)} m` : `${upTo(2).format(m / 1000)} km`),
    share: (part: number) => (part > 0 && part < 0.001 ? "< " : "") + new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: part < 0.1 ? 1 : 0 }).format(part > 0 ? Math.max(part, 0.001) : 0),
  };
}
