import i18next from "i18next";
import { useTranslation } from "react-i18next";
import { lang } from "../page/config";
import type fi from "./catalogue/fi.json";
import type { Lang } from "./language";
import { useText } from "./useText";

const texts: Record<Lang, () => Promise<{ default: typeof fi }>> = {
  fi: () => import("./catalogue/fi.json"),
  sv: () => import("./catalogue/sv.json"),
  en: () => import("./catalogue/en.json"),
};

/** Brings a view together with the texts of the views about layers and their imports, which no first map waits for. */
export async function withCatalogue<M>(view: Promise<M>): Promise<M> {
  const [module, { default: words }] = await Promise.all([view, texts[lang]()]);
  i18next.addResourceBundle(lang, "catalogue", words);
  return module;
}

/** Those texts, beside everything that useText gives. */
export function useCatalogue() {
  const { t } = useTranslation("catalogue");
  const { t: common, ...rest } = useText();
  return { ...rest, t, common };
}
