import { usePeople } from "../i18n/people";
import { Looks } from "./Looks";

/** Who has looked at one's data, or changed it. */
export function LooksPart() {
  const { t } = usePeople();
  return (
    <>
      <p className="intro">{t("me.looks.intro")}</p>
      <Looks path="/api/v1/looks" none={t("me.looks.none")} />
    </>
  );
}
