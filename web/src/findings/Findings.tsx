import type { Geometry } from "geojson";
import { useEffect, useRef } from "react";
import { Heading, LoadingSpinner } from "suomifi-ui-components";
import { Problem } from "../api/problem";
import { type Result, useCheck } from "../api/queries";
import { KeepCheck } from "../runs/KeepCheck";
import { useText } from "../i18n/useText";
import { useProject } from "../plan/useProject";
import { drawn } from "../place/drawn";
import { announce } from "../shell/Announcer";
import { FindingGroups } from "./FindingGroups";
import { useHighlight } from "./useHighlight";

/** What stands in the way at the place: counts, then a card for each finding. */
export function Findings({ place }: { place: Geometry }) {
  const { t } = useText();
  const { project, failed } = useProject();
  const check = useCheck(place, project);
  const heading = useRef<HTMLDivElement>(null);
  const shown = useRef<Geometry | null>(null);
  const highlight = useHighlight();
  const summary = check.data?.summary;

  useEffect(() => {
    if (check.error) heading.current?.scrollIntoView({ block: "start" });
  }, [check.error]);
  useEffect(() => {
    if (!summary) return;
    announce(t("findings.announce", { red: summary.red, amber: summary.amber, unknown: summary.unknown, green: summary.green }));
    if (shown.current !== place && drawn().tool !== "edit") heading.current?.scrollIntoView({ block: "start" }); // whoever answers questions or moves corners is left where they are
    shown.current = place;
  }, [summary, place, t]);

  return (
    <section className="findings" aria-labelledby="findings-heading">
      <div ref={heading} className="findings-top">
        <Heading variant="h3" id="findings-heading">{t("findings.heading")}</Heading>
      </div>
      {failed && <p className="note note-error" role="alert">{t("plan.noQuestions")}</p>}
      {!failed && (check.isPending || check.isPlaceholderData) && <LoadingSpinner status="loading" variant="small" text={t("findings.waiting")} />}
      {check.error && <Fault error={check.error} />}
      {project && check.data && (
        <>
          <FindingGroups result={check.data} highlight={highlight}>
            <KeepCheck key={JSON.stringify([place, project])} place={place} project={project} />
          </FindingGroups>
          <Unasked of={check.data.unasked ?? []} />
          <p className="hint">{t("findings.note")}</p>
        </>
      )}
    </section>
  );
}

/** What was left out because it concerns some kinds of project only, and depends on what is told about them. */
function Unasked({ of }: { of: NonNullable<Result["unasked"]> }) {
  const { t } = useText();
  if (of.length === 0) return null;
  return (
    <details className="finding-group">
      <summary>{t("findings.unasked", { count: of.length })}</summary>
      <p className="hint">{t("findings.unaskedHint")}</p>
      <ul>{of.map((u) => <li key={u.rule}>{u.title}</li>)}</ul>
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
