import i18next from "i18next";
import { useTranslation } from "react-i18next";
import { lang } from "../page/config";
import type { Lang } from "./language";
import type fi from "./people/fi.json";
import { useText } from "./useText";

const texts: Record<Lang, () => Promise<{ default: typeof fi }>> = {
  fi: () => import("./people/fi.json"),
  sv: () => import("./people/sv.json"),
  en: () => import("./people/en.json"),
};

/** Brings a view together with the texts of the views about people and authorities, which no first map waits for. */
export async function withPeople<M>(view: Promise<M>): Promise<M> {
  const [module, { default: words }] = await Promise.all([view, texts[lang]()]);
  i18next.addResourceBundle(lang, "people", words);
  return module;
}

/** Those texts, beside everything that useText gives. */
export function usePeople() {
  const { t } = useTranslation("people");
  const { t: common, ...rest } = useText();
  return { ...rest, t, common };
}
