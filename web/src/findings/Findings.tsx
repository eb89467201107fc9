import type { Geometry } from "geojson";
import { useEffect, useRef } from "react";
import { Heading, LoadingSpinner } from "suomifi-ui-components";
import { Problem } from "../api/problem";
import { useCheck } from "../api/queries";
import { KeepCheck } from "../runs/KeepCheck";
import { useText } from "../i18n/useText";
import { announce } from "../shell/Announcer";
import { FindingGroups } from "./FindingGroups";
import { useHighlight } from "./useHighlight";

/** What stands in the way at the place: counts, then a card for each finding. */
export function Findings({ place }: { place: Geometry }) {
  const { t } = useText();
  const check = useCheck(place);
  const heading = useRef<HTMLDivElement>(null);
  const highlight = useHighlight();
  const summary = check.data?.summary;

  useEffect(() => {
    if (check.error) heading.current?.scrollIntoView({ block: "start" });
  }, [check.error]);
  useEffect(() => {
    if (!summary) return;
    announce(t("findings.announce", { red: summary.red, amber: summary.amber, unknown: summary.unknown, green: summary.green }));
    heading.current?.scrollIntoView({ block: "start" });
  }, [summary, t]);

  return (
    <section className="findings" aria-labelledby="findings-heading">
      <div ref={heading} className="findings-top">
        <Heading variant="h3" id="findings-heading">{t("findings.heading")}</Heading>
      </div>
      {check.isPending && <LoadingSpinner status="loading" variant="small" text={t("findings.waiting")} />}
      {check.error && <Fault error={check.error} />}
      {check.data && (
        <>
          <FindingGroups result={check.data} highlight={highlight} />
          <KeepCheck key={JSON.stringify(place)} place={place} />
          <p className="hint">{t("findings.note")}</p>
        </>
      )}
    </section>
  );
}

/** Why the place could not be checked, in the service's own words. */
function Fault({ error }: { error: Error }) {
  const { t } = useText();
  const problem = error instanceof Problem ? error : null;
  return (
    <div className="note note-error" role="alert">
      <p><b>{problem?.title || t("findings.failed")}</b></p>
      {problem && <ul>{problem.details.map((detail) => <li key={detail}>{detail}</li>)}</ul>}
      <p>{t("findings.kept")}</p>
    </div>
  );
}
