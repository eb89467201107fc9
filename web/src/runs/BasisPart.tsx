import { CatalogueLink } from "../catalogue/CatalogueLink";
import { useChecks } from "../i18n/checks";
import { useQuestions } from "../api/queries";
import type { Kept } from "./queries";

/** What the findings rest on: the day, the answers, and the versions of everything that was looked at. */
export function BasisPart({ kept }: { kept: Kept }) {
  const { t, time, date, common } = useChecks();
  return (
    <details className="part run-basis">
      <summary>{t("run.basis")}</summary>
      <dl>
        <div><dt>{t("run.day")}</dt><dd>{date(kept.day)}</dd></div>
        <div><dt>{t("run.engine")}</dt><dd>{kept.engine}</dd></div>
      </dl>
      <Answers answers={kept.answers} />
      <h4>{t("run.layers")}</h4>
      <ul className="rows">
        {kept.layers.map((l) => (
          <li key={l.layer} className="row">
            <div className="row-text">
              <CatalogueLink to={{ layer: l.layer }}>{l.layer_title}</CatalogueLink>
              <span>{[l.at ? t("run.moment", { time: time(l.at) }) : t("run.version", { version: l.layer_version }), l.data_date && common("finding.dated", { date: date(l.data_date) })].filter(Boolean).join(" · ")}</span>
            </div>
          </li>
        ))}
      </ul>
      <h4>{t("run.rules")}</h4>
      <ul className="run-rules">{kept.rules.map((r) => <li key={r.rule}><code>{r.rule}</code> {t("run.version", { version: r.rule_version })}</li>)}</ul>
    </details>
  );
}

/** What was told about the project, as the questions are asked. */
function Answers({ answers }: { answers: Kept["answers"] }) {
  const { t } = useChecks();
  const told = Object.entries(answers);
  const { data } = useQuestions(told.length > 0);
  if (told.length === 0) return null;
  return (
    <>
      <h4>{t("run.answers")}</h4>
      <dl>
        {told.map(([id, value]) => {
          const question = data?.items?.find((q) => q.id === id);
          return <div key={id}><dt>{question?.label ?? id}</dt><dd>{question?.choices?.find((c) => c.value === value)?.label ?? String(value)}</dd></div>;
        })}
      </dl>
    </>
  );
}
