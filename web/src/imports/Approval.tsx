import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Button } from "suomifi-ui-components";
import { Problem } from "../api/problem";
import { open } from "../catalogue/CatalogueLink";
import type { Report, Version } from "../catalogue/queries";
import type { Spotted } from "../catalogue/ReportPart";
import { Confirm } from "../form/Confirm";
import { useAction } from "../form/useAction";
import { useCatalogue } from "../i18n/catalogue";
import { published } from "../layers/fetch";
import { useMap } from "../map/MapContext";
import { announce } from "../shell/Announcer";
import { ProblemNote } from "../shell/Answer";
import { mine } from "../who/queries";
import { type Difference, publish, reject, useDifference } from "./queries";

interface Props {
  version: Version;
  report: Report;
  show: (feature: Spotted) => Promise<boolean>;
}

/** What must be decided, and the decision: everybody sees the version at once, or nobody does. */
export function Approval({ version: v, report, show }: Props) {
  const decisions = report.decisions ?? [];
  const { t, area, count, distance } = useCatalogue();
  const { map } = useMap();
  const queries = useQueryClient();
  const difference = useDifference(v.layer, v.version, true);
  const [decided, setDecided] = useState<readonly string[]>([]);
  const [shrink, setShrink] = useState(false);
  const [older, setOlder] = useState(false);
  const [asksOlder, setAsksOlder] = useState(false);
  const [short, setShort] = useState(false);
  const d = difference.data;
  const ended = async (words: string) => {
    announce(words);
    await Promise.all([queries.invalidateQueries({ queryKey: [mine] }), queries.invalidateQueries({ queryKey: ["layer", v.layer] }), queries.invalidateQueries({ queryKey: ["layer-sources"] }), queries.invalidateQueries({ queryKey: ["coverage", v.layer] })]);
  };
  // What was confirmed was about another comparison.
  const compareAnew = async () => {
    setShrink(false);
    setOlder(false);
    await Promise.all([difference.refetch(), queries.resetQueries({ queryKey: [mine, "differences", v.layer, v.version] })]);
  };
  const { run, busy, problem } = useAction(async () => {
    if (!d) return;
    try {
      await publish(v.layer, v.version, d.tag, { confirm_shrink: shrink, confirm_older: older, decided: [...decided] });
    } catch (error) {
      if (error instanceof Problem && error.faults.some((f) => f.code === "older")) setAsksOlder(true);
      if (error instanceof Problem && error.status === 412) await compareAnew();
      throw error;
    }
    dispatchEvent(new Event(published));
    await ended(t("approval.done"));
    open({ layer: v.layer });
  });
  const rejectIt = async () => {
    await reject(v.layer, v.version);
    await ended(t("approval.rejected"));
  };
  const shrunk = (by: Difference["shrunk"][number], { before, after, counts }: Difference) => ({
    features: () => ({ before: count(before.features), after: count(after.features) }),
    area: () => ({ before: area(before.area_m2), after: area(after.area_m2) }),
    length: () => ({ before: distance(before.length_m), after: distance(after.length_m) }),
    removed: () => ({ gone: count(counts.removed ?? 0), before: count(before.features) }),
  })[by]();
  const undecided = decisions.filter((one) => !decided.includes(one.id));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const lacks = undecided.length > 0 || (d?.body.shrinks && !shrink) || (asksOlder && !older);
    setShort(Boolean(lacks));
    if (!lacks) void run();
  };
  const tick = (id: string, on: boolean) => setDecided(on ? [...decided, id] : decided.filter((one) => one !== id));
  return (
    <section className="part" aria-labelledby="approval-heading">
      <h3 id="approval-heading" tabIndex={-1}>{t("approval.heading")}</h3>
      <Matters matters={report.to_decide ?? []} />
      <form className="form" onSubmit={submit} noValidate>
        {decisions.length > 0 && (
          <fieldset className="form-field">
            <legend className="field-label">{t("approval.decisions", { count: decisions.length })}</legend>
            <p className="field-hint">{t("approval.decisionsHint")}</p>
            {decisions.map((one) => (
              <div key={one.id} className="decision">
                <label className="choice">
                  <input type="checkbox" checked={decided.includes(one.id)} onChange={(e) => tick(one.id, e.target.checked)} />
                  {one.others
                    ? <span>{t("approval.acceptOthers", { count: one.others })}<span className="choice-hint">{one.reason.text}</span></span>
                    : <span>{t("approval.accept", { feature: one.feature })}<span className="choice-hint">{t("report.area", { before: area(one.area_before_m2), after: area(one.area_after_m2) })}</span><span className="choice-hint">{one.reason.text}</span></span>}
                </label>
                {map && !one.others && <button type="button" className="row-show" onClick={() => void show({ ...report.repaired?.find((r) => r.id === one.feature), id: one.feature })}>{t("show")}<span className="hidden-text">: {one.feature}</span></button>}
              </div>
            ))}
          </fieldset>
        )}
        {d?.body.shrinks && (
          <label className="choice"><input type="checkbox" checked={shrink} onChange={(e) => setShrink(e.target.checked)} /><span>{t("approval.shrinks", { gone: d.body.shrunk.map((by) => t(`approval.shrunk.${by}`, shrunk(by, d.body))).join(", ") })}<span className="choice-hint">{t("approval.shrinksHint")}</span></span></label>
        )}
        {asksOlder && <label className="choice"><input type="checkbox" checked={older} onChange={(e) => setOlder(e.target.checked)} /><span>{t("approval.older")}</span></label>}
        {short && <p className="field-fault" role="alert">{t("approval.short")}</p>}
        {problem && <ProblemNote problem={problem} />}
        {problem && problem.status >= 400 && problem.status < 500 && <p className="hint">{t("approval.kept")}</p>}
        <Button type="submit" aria-disabled={busy || !d}>{t("approval.publish")}</Button>
      </form>
      <div className="actions actions-small">
        <Confirm label={t("approval.reject")} of={`${v.title} ${v.version}`} question={t("approval.rejectQuestion")} yes={t("approval.reject")} act={rejectIt} />
      </div>
    </section>
  );
}

const told = ["missing_key", "missing_attribute"] as const;

/** What to look at before everybody sees the version, beside the repairs that are ticked one by one. */
function Matters({ matters }: { matters: NonNullable<Report["to_decide"]> }) {
  const { t } = useCatalogue();
  const known = told.flatMap((kind) => matters.filter((m) => m.kind === kind).map(({ count }) => ({ kind, count })));
  if (known.length === 0) return null;
  return <div className="note note-warning"><ul>{known.map(({ kind, count }) => <li key={kind}>{t(`approval.matter.${kind}`, { count })}</li>)}</ul></div>;
}
