import type { ReactNode } from "react";
import type { Finding, Result } from "../api/queries";
import { useText } from "../i18n/useText";
import { FindingCard } from "./FindingCard";
import { SeverityIcon, severities } from "./severity";
import type { Highlight } from "./useHighlight";

interface Props {
  result: Result;
  highlight: Highlight;
  /** What stands at the end of a finding's card. */
  beneath?: (finding: Finding) => ReactNode;
  /** What can be done with all of them, before the cards: there may be a hundred. */
  children?: ReactNode;
}

/** The findings of a check: how many of each severity, then a card for each. */
export function FindingGroups({ result, highlight, beneath, children }: Props) {
  const { t } = useText();
  return (
    <>
      <ul className="summary">
        {severities.map((severity) => (
          <li key={severity} className={`summary-${severity}`}>
            <SeverityIcon severity={severity} />
            <span><b>{result.summary[severity]}</b>{" "}<span>{t(`severity.${severity}.short`)}</span></span>
          </li>
        ))}
      </ul>
      <p className="intro">{t("findings.intro")}</p>
      {children}
      {severities.map((severity) => {
        const group = (result.findings ?? []).filter((f) => f.severity === severity);
        return group.length > 0 && <Group key={severity} severity={severity} findings={group} highlight={highlight} beneath={beneath} />;
      })}
    </>
  );
}

interface GroupProps {
  severity: (typeof severities)[number];
  findings: Finding[];
  highlight: Highlight;
  beneath?: (finding: Finding) => ReactNode;
}

/** Findings of one severity. What is well and what is not known is folded: it is seldom read, but never left out. */
function Group({ severity, findings, highlight, beneath }: GroupProps) {
  const { t } = useText();
  const cards = (
    <ul className="cards">
      {findings.map((f) => <li key={`${f.rule} ${f.layer ?? ""} ${f.feature_id ?? ""}`}><FindingCard finding={f} highlight={highlight}>{beneath?.(f)}</FindingCard></li>)}
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
