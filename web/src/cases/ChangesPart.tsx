import { useShown } from "../i18n/shown";
import type { Content, Kind } from "../projectParts/content";
import { DifferencePart } from "../projectParts/DifferencePart";
import { Answer } from "../shell/Answer";
import { CaseLink } from "./CaseLink";
import { type Case, useCaseDifference } from "./queries";

/** Which version one had looked at, and when. */
export interface Looked {
  version: number;
  at?: string;
}

/** What changed since one last looked (F17); nothing where it is looked at for the first time. */
export function ChangesPart({ c, looked, kind, content }: { c: Case; looked: Looked; kind: Kind | undefined; content: Content }) {
  const { t, time } = useShown();
  const difference = useCaseDifference(c.id, looked.version, c.version);
  if (looked.version === 0) return null;
  return (
    <section className="part" aria-labelledby="case-changes">
      <h3 id="case-changes">{t("case.changes")}</h3>
      {looked.at && <p className="hint">{t("case.lookedAt", { time: time(looked.at), version: looked.version })} <CaseLink to={{ project: c.id, version: looked.version }}>{t("case.openThat")}</CaseLink></p>}
      <Answer query={difference}>{difference.data && <DifferencePart items={difference.data.items} kind={kind} content={content} />}</Answer>
    </section>
  );
}
