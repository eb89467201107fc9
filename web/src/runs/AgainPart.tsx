import { useState } from "react";
import { Button, LoadingSpinner } from "suomifi-ui-components";
import { SeverityIcon } from "../findings/severity";
import { useAction } from "../form/useAction";
import { useChecks } from "../i18n/checks";
import { announce } from "../shell/Announcer";
import { ProblemNote } from "../shell/Answer";
import { type Again, type Difference, type Saying, checkAgain } from "./queries";

/** What the check would say now, when somebody asks for it: what differs, and why. */
export function AgainPart({ id }: { id: string }) {
  const { t } = useChecks();
  const [again, setAgain] = useState<Again | null>(null);
  const told = useSummary();
  const { run, busy, problem } = useAction(async () => {
    const answer = await checkAgain(id);
    setAgain(answer);
    announce(told(answer));
  });
  return (
    <section className="part run-again" aria-labelledby="again-heading">
      <h3 id="again-heading">{t("again.heading")}</h3>
      <p className="hint">{t("again.about")}</p>
      {problem && <ProblemNote problem={problem} />}
      {again && !busy && (
        <>
          <p className="note">{told(again)}</p>
          <ul className="cards">{again.differences.filter((d) => d.change !== "same").map((d) => <li key={`${d.rule} ${d.layer ?? ""} ${d.feature_id ?? ""}`}><DifferenceCard difference={d} /></li>)}</ul>
        </>
      )}
      {busy && <LoadingSpinner status="loading" variant="small" text={t("again.waiting")} />}
      <Button variant="secondary" aria-disabled={busy} onClick={() => void run()}>{t("again.start")}</Button>
    </section>
  );
}

/** The differences counted, in a sentence. */
function useSummary() {
  const { t } = useChecks();
  return ({ counts: { new: fresh, gone, changed, same } }: Again) =>
    fresh + gone + changed === 0 ? t("again.nothing", { count: same }) : t("again.counts", { fresh, gone, changed, same });
}

/** One finding that differs: what it said, what it says, and every reason for it. */
function DifferenceCard({ difference: d }: { difference: Difference }) {
  const { t } = useChecks();
  const id = `difference-${d.rule}-${d.layer ?? ""}-${d.feature_id ?? ""}`.replaceAll(/[^\w-]/g, "_");
  return (
    <article className="card difference" aria-labelledby={id}>
      <p><span className="tag" data-state={d.change}>{t(`again.change.${d.change}`)}</span></p>
      <h4 id={id}>{d.title}</h4>
      <dl>
        <div><dt>{t("again.before")}</dt><dd><Says saying={d.before} /></dd></div>
        <div><dt>{t("again.after")}</dt><dd><Says saying={d.after} /></dd></div>
        <div><dt>{t("again.why")}</dt><dd><ul className="difference-why">{d.why.map((c) => <li key={`${c.kind} ${c.layer ?? ""}`}>{c.text}</li>)}</ul></dd></div>
      </dl>
    </article>
  );
}

function Says({ saying: s }: { saying?: Saying }) {
  const { t, common, distance, share } = useChecks();
  if (!s) return t("again.none");
  const details = [
    common(`severity.${s.severity}.word`),
    s.distance_m !== undefined && s.distance_m !== null && (s.distance_m > 0 ? distance(s.distance_m) : common("finding.here")),
    s.overlap_share !== undefined && s.overlap_share !== null && s.overlap_share > 0 && s.overlap_share < 1 && t("again.share", { share: share(s.overlap_share) }),
    (s.more ?? 0) > 0 && t("again.more", { count: s.more }),
  ].filter(Boolean);
  return <span className="difference-says"><SeverityIcon severity={s.severity} /><span>{details.join(", ")}</span></span>;
}
