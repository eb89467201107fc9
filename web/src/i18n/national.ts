import { lang } from "../page/config";
import type fi from "./national/fi.json";
import type { Lang } from "./language";

/** The texts of the map in the national grid: a page of its own, which brings nothing else along. */
const texts: Record<Lang, () => Promise<{ default: typeof fi }>> = {
  fi: () => import("./national/fi.json"),
  sv: () => import("./national/sv.json"),
  en: () => import("./national/en.json"),
};

export type Words = typeof fi;

export const openWords = async (): Promise<Words> => (await texts[lang]()).default;

/** "3 kohdetta". */
export function foundWords(words: Words, count: number): string {
  return words[count === 1 ? "found_one" : "found_other"].replace("{{count}}", String(count));
}
