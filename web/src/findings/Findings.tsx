import type { Geometry } from "geojson";
import { useEffect, useRef } from "react";
import { Heading, LoadingSpinner } from "suomifi-ui-components";
import { Problem } from "../api/problem";
import { type Finding, useCheck } from "../api/queries";
import { useText } from "../i18n/useText";
import { announce } from "../shell/Announcer";
import { FindingCard } from "./FindingCard";
import { SeverityIcon, severities } from "./severity";
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
          <ul className="summary">
            {severities.map((severity) => (
              <li key={severity} className={`summary-${severity}`}>
                <SeverityIcon severity={severity} />
                <span><b>{check.data.summary[severity]}</b>{" "}<span>{t(`severity.${severity}.short`)}</span></span>
              </li>
            ))}
          </ul>
          <p className="intro">{t("findings.intro")}</p>
          {severities.map((severity) => {
            const group = (check.data.findings ?? []).filter((f) => f.severity === severity);
            return group.length > 0 && <Group key={severity} severity={severity} findings={group} highlight={highlight} />;
          })}
          <p className="hint">{t("findings.note")}</p>
        </>
      )}
    </section>
  );
}

interface GroupProps {
  severity: (typeof severities)[number];
  findings: Finding[];
  highlight: (finding: Finding | null, fixed?: boolean) => void;
}

/** Findings of one severity. What is well and what is not known is folded: it is seldom read, but never left out. */
function Group({ severity, findings, highlight }: GroupProps) {
  const { t } = useText();
  const cards = (
    <ul className="cards">
      {findings.map((f) => <li key={`${f.rule} ${f.feature_id ?? ""}`}><FindingCard finding={f} highlight={highlight} /></li>)}
    </ul>
  );
  if (severity === "red" || severity === "amber") return cards;
  return (
    <details className={`finding-group group-${severity}`}>
      <summary><SeverityIcon severity={severity} /><span>{t(`findings.group.${severity}`, { count: findings.length })}</span></summary>
      {cards}
    </details>
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
