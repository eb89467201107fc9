import { useCatalogue } from "../i18n/catalogue";

/** What a program said, which it says in English alone, for whoever wants to know more. */
export function Technical({ text }: { text: string }) {
  const { t } = useCatalogue();
  return <details className="hint"><summary>{t("choice.detail")}</summary><p lang="en">{text}</p></details>;
}
