import { useShown } from "../i18n/shown";
import { CaseLink } from "./CaseLink";
import { mostUnseen, useUnseen } from "./queries";

/** The way to the projects of one's authority, with how many are new. */
export function CasesHeader() {
  const { t } = useShown();
  const { data } = useUnseen(true);
  return (
    <CaseLink to={{}} className="header-link">
      {t("cases.short")}
      {data && data.count > 0 && <span className="case-badge"><span aria-hidden="true">{data.more ? `${mostUnseen}+` : data.count}</span><span className="hidden-text">: {data.more ? t("notice.more", { count: mostUnseen }) : t("notice.count", { count: data.count })}</span></span>}
    </CaseLink>
  );
}
