import { useEffect } from "react";
import { useAddress } from "../address/store";
import { useShown } from "../i18n/shown";
import { Answer } from "../shell/Answer";
import { Top } from "../shell/Top";
import { SignInWays } from "../who/SignInView";
import { useMe } from "../who/queries";
import { CaseList } from "./CaseList";
import { CasePage } from "./CasePage";
import { seesCases } from "./access";

/** Projects that concern an official's authority: the list, or one of them. */
export function CasesView() {
  const { t } = useShown();
  const me = useMe();
  const project = useAddress((s) => s.project);
  const version = useAddress((s) => s.version);
  useEffect(() => void document.querySelector(".panel-content")?.scrollTo({ top: 0 }), [project, version]);
  if (seesCases(me.data)) return project ? <CasePage key={`${project} ${version}`} id={project} version={version} /> : <CaseList />;
  return (
    <section aria-labelledby="cases-heading">
      <Top id="cases-heading" heading={t("cases.heading")} focusOn="cases" />
      <Answer query={me}>
        {me.data && !me.data.signed_in && <><p className="intro">{t("cases.signIn")}</p><SignInWays /></>}
        {me.data?.signed_in && <p className="note">{t(me.data.acting ? "cases.acting" : "cases.noOffice")}</p>}
      </Answer>
    </section>
  );
}
