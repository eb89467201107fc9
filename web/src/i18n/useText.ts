import { useTranslation } from "react-i18next";
import { lang } from "../page/config";
import { numbers } from "./i18n";

const inLanguage = numbers(lang);

/** Texts and numbers in the page's language. */
export function useText() {
  const { t } = useTranslation();
  return { t, lang, ...inLanguage };
}

export type Text = ReturnType<typeof useText>;
