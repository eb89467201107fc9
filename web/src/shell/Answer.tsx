import type { ReactNode } from "react";
import { LoadingSpinner } from "suomifi-ui-components";
import { Problem } from "../api/problem";
import { useText } from "../i18n/useText";

interface Asked {
  isPending: boolean;
  error: Error | null;
}

/** What was asked for: that it is under way, why it is not there, or the answer. What is not there at all is the answer's to say, and that the session has ended the page's. */
export function Answer({ query, children }: { query: Asked; children: ReactNode }) {
  const { t } = useText();
  return (
    <>
      {query.isPending && <LoadingSpinner status="loading" variant="small" text={t("waiting")} />}
      {query.error instanceof Problem && query.error.status !== 404 && query.error.status !== 401 && <ProblemNote problem={query.error} />}
      {children}
    </>
  );
}

/** A problem in its own words. */
export function ProblemNote({ problem }: { problem: Problem }) {
  const { t } = useText();
  if (problem.status === 0) return <div className="note note-error" role="alert"><p>{t("unreached")}</p></div>;
  return (
    <div className="note note-error" role="alert">
      <p><b>{problem.title}</b></p>
      {problem.details.map((d) => <p key={d}>{d}</p>)}
    </div>
  );
}
