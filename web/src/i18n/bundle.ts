import i18next from "i18next";
import { useTranslation } from "react-i18next";
import { lang } from "../page/config";
import type { Lang } from "./language";
import { useText } from "./useText";

/** Texts that no first map waits for: they come with the views that use them. */
export function bundle<N extends "people" | "catalogue" | "print" | "checks" | "rules" | "shown" | "projects", T extends object>(name: N, texts: Record<Lang, () => Promise<{ default: T }>>) {
  /** Brings a view together with these texts. */
  async function withWords<M>(view: Promise<M>): Promise<M> {
    const [module, { default: words }] = await Promise.all([view, texts[lang]()]);
    i18next.addResourceBundle(lang, name, words);
    return module;
  }

  /** These texts, beside everything that useText gives. */
  function useWords() {
    const { t } = useTranslation<N>(name);
    const { t: common, ...rest } = useText();
    return { ...rest, t, common };
  }

  return { withWords, useWords };
}
