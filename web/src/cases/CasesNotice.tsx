import { IconChevronRight } from "suomifi-ui-components";
import { useShown } from "../i18n/shown";
import { CaseLink } from "./CaseLink";
import { mostUnseen, useUnseen } from "./queries";

/** What is new in the area of an official's authority, where they begin. */
export function CasesNotice() {
  const { t } = useShown();
  const { data } = useUnseen(true);
  return (
    <CaseLink to={{}} className="case-news">
      <span><b>{t("cases.heading")}</b>{data && (data.more ? t("notice.more", { count: mostUnseen }) : data.count > 0 ? t("notice.count", { count: data.count }) : t("notice.none"))}</span>
      <IconChevronRight aria-hidden="true" />
    </CaseLink>
  );
}
