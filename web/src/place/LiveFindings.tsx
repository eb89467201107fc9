import type { Geometry } from "geojson";
import { useEffect, useRef } from "react";
import type { Result } from "../api/queries";
import { Problem } from "../api/problem";
import { SeverityIcon, severities } from "../findings/severity";
import { useText } from "../i18n/useText";
import { useProject } from "../plan/useProject";
import { announce } from "../shell/Announcer";
import { useLiveCheck } from "./useLiveCheck";

/** How many findings are named. */
const named = 3;
/** Milliseconds that the counts stay the same before they are said: whoever draws is not talked at. */
const quiet = 1200;

/** What stands in the way of a shape while it is drawn or moved: counts, and the worst by name; of the answers given, or else of the plan in the address. */
export function LiveFindings({ shape, hint, answers }: { shape: Geometry | null; hint: string; answers?: Readonly<Record<string, unknown>> }) {
  const { t } = useText();
  const plan = useProject();
  const { project, failed } = answers ? { project: answers, failed: false } : plan;
  const { ready, waiting, result, error } = useLiveCheck(shape, project);
  useSaid(waiting ? undefined : result);
  return (
    <div className="live" aria-busy={waiting} role="group" aria-labelledby="live-heading">
      <p className="live-heading" id="live-heading">{t("live.heading")}</p>
      {error && !waiting && <p>{error instanceof Problem && !error.passing && error.status < 500 ? t("live.unready") : t("findings.failed")}</p>}
      {ready && result && !(error && !waiting) && <Counts result={result} />}
      {failed && <p>{t("plan.noQuestions")}</p>}
      {!failed && (!ready || (waiting && !result)) && <p>{ready ? t("live.waiting") : t("live.unready")}</p>}
      <p className="hint">{hint}</p>
    </div>
  );
}

function Counts({ result }: { result: Result }) {
  const { t, distance } = useText();
  const serious = (result.findings ?? []).filter((f) => f.severity === "red" || f.severity === "amber");
  const found = serious.filter((f, i) => serious.findIndex((other) => other.title === f.title) === i); // one thing may be two features
  return (
    <>
      <ul className="live-counts">
        {severities.map((severity) => (
          <li key={severity}><SeverityIcon severity={severity} /><b>{result.summary[severity]}</b>{" "}<span>{t(`severity.${severity}.short`)}</span></li>
        ))}
      </ul>
      {found.length > 0 && (
        <ul className="live-found">
          {found.slice(0, named).map((f) => (
            <li key={f.title}>
              <SeverityIcon severity={f.severity} /><span className="hidden-text">{t(`severity.${f.severity}.word`)}: </span>
              <span>{f.title}{f.distance_m ? `, ${distance(f.distance_m)}` : ""}</span>
            </li>
          ))}
          {found.length > named && <li>{t("live.more", { count: found.length - named })}</li>}
        </ul>
      )}
    </>
  );
}

/** Says the counts when they have stood for a while and differ from what was said. */
function useSaid(result: Result | undefined): void {
  const { t } = useText();
  const said = useRef("");
  useEffect(() => {
    if (!result) return;
    const words = t("live.announce", { red: result.summary.red, amber: result.summary.amber, unknown: result.summary.unknown });
    if (words === said.current) return;
    const timer = setTimeout(() => {
      said.current = words;
      announce(words);
    }, quiet);
    return () => clearTimeout(timer);
  }, [result, t]);
}
