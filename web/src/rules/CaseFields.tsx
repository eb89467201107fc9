import { useState } from "react";
import { Choices, Select } from "../form/Field";
import { useRules } from "../i18n/rules";
import { type At, Lines, NumberField } from "./fields";
import { measures } from "./draft";
import { useNames } from "./facts";
import type { Case, RuleText } from "./queries";

interface Props {
  rule: RuleText;
  at: At;
  onChange: (cases: Case[]) => void;
}

/** Distance and severity by what is planned: the first case that holds. */
export function CaseFields({ rule, at, onChange }: Props) {
  const { t } = useRules();
  const cases = rule.cases ?? [];
  const put = (i: number, to: Case) => onChange(cases.map((c, k) => (k === i ? to : c)));
  const move = (i: number, by: -1 | 1) => {
    const next = [...cases];
    const [one] = next.splice(i, 1);
    if (one) next.splice(i + by, 0, one);
    onChange(next);
  };
  return (
    <fieldset className="form-field">
      <legend className="field-label">{t("cases.heading")}</legend>
      <p className="field-hint">{t("cases.hint")}</p>
      {cases.map((c, i) => (
        <details key={i} className="rule-case" open={cases.length < 4 || undefined}>
          <summary>{t("caseNumber", { number: i + 1 })}</summary>
          <OneCase value={c} at={(pointer) => at(`/rule/cases/${i}${pointer}`)} measured={measures(rule.relation)} onChange={(to) => put(i, to)} />
          <div className="actions actions-small">
            {i > 0 && <button type="button" onClick={() => move(i, -1)}>{t("cases.earlier")}<span className="hidden-text">: {t("caseNumber", { number: i + 1 })}</span></button>}
            {i < cases.length - 1 && <button type="button" onClick={() => move(i, 1)}>{t("cases.later")}<span className="hidden-text">: {t("caseNumber", { number: i + 1 })}</span></button>}
            {cases.length > 1 && <button type="button" onClick={() => onChange(cases.filter((_, k) => k !== i))}>{t("cases.remove")}<span className="hidden-text">: {t("caseNumber", { number: i + 1 })}</span></button>}
          </div>
        </details>
      ))}
      <div className="actions actions-small"><button type="button" onClick={() => onChange([...cases, { severity: "amber" }])}>{t("cases.add")}</button></div>
    </fieldset>
  );
}

function OneCase({ value: c, at, measured, onChange }: { value: Case; at: At; measured: boolean; onChange: (to: Case) => void }) {
  const { t, common } = useRules();
  const { questions } = useNames();
  const [formula, setFormula] = useState(c.formula); // stays while a distance is tried instead
  const f = c.formula;
  const numbers = questions.filter((q) => q.type === "number" && (q.least ?? 0) >= 0);
  const withFormula = () => onChange({ ...c, distance_m: undefined, formula: formula ?? { of: numbers[0]?.id ?? "", k: 1, root: 1, share: 1 } });
  const withDistance = () => {
    setFormula(f);
    onChange({ ...c, formula: undefined });
  };
  return (
    <>
      <When value={c.when ?? {}} at={at} onChange={(when) => onChange({ ...c, when: Object.keys(when).length > 0 ? when : undefined })} />
      {measured && (
        <Select id={at("/way").id} label={t("field.distance")} value={f ? "formula" : "metres"} onChange={(way) => (way === "formula" ? withFormula() : withDistance())}>
          <option value="metres">{t("cases.metres")}</option>
          <option value="formula">{t("cases.formula")}</option>
        </Select>
      )}
      {measured && !f && <NumberField at={at("/distance_m")} label={t("cases.distance")} value={c.distance_m} onChange={(distance_m) => onChange({ ...c, distance_m })} />}
      {f && (
        <>
          <p className="field-hint">{t("cases.formulaHint")}</p>
          <Select {...at("/formula/of")} label={t("cases.of")} value={f.of} onChange={(of) => onChange({ ...c, formula: { ...f, of } })}>
            {!numbers.some((q) => q.id === f.of) && <option value={f.of}>{f.of}</option>}
            {numbers.map((q) => <option key={q.id} value={q.id}>{q.label}</option>)}
          </Select>
          <div className="form-row">
            <NumberField at={at("/formula/k")} label={t("cases.k")} value={f.k} onChange={(k) => onChange({ ...c, formula: { ...f, k: k ?? Number.NaN } })} />
            <NumberField at={at("/formula/root")} label={t("cases.root")} value={f.root} onChange={(root) => onChange({ ...c, formula: { ...f, root: root ?? Number.NaN } })} />
            <NumberField at={at("/formula/share")} label={t("cases.share")} value={f.share} onChange={(share) => onChange({ ...c, formula: { ...f, share: share ?? Number.NaN } })} />
            <NumberField at={at("/formula/least_m")} label={t("cases.least")} value={f.least_m} onChange={(least_m) => onChange({ ...c, formula: { ...f, least_m } })} />
          </div>
        </>
      )}
      <Select {...at("/severity")} label={t("field.severity")} value={c.severity} onChange={(s) => onChange({ ...c, severity: s as Case["severity"] })}>
        {(["red", "amber", "green"] as const).map((s) => <option key={s} value={s}>{common(`severity.${s}.word`)}</option>)}
      </Select>
    </>
  );
}

type Answers = NonNullable<Case["when"]>;

/** For which answers a case holds: every question, any of its values. */
function When({ value, at, onChange }: { value: Answers; at: At; onChange: (to: Answers) => void }) {
  const { t, common } = useRules();
  const { questions, question } = useNames();
  const asked = Object.keys(value);
  const put = (id: string, values: string[]) => onChange({ ...value, [id]: values });
  const drop = (id: string) => onChange(Object.fromEntries(Object.entries(value).filter(([q]) => q !== id)));
  const rest = questions.filter((q) => q.type !== "moment" && !asked.includes(q.id));
  return (
    <>
      {asked.map((id) => {
        const q = question(id);
        const one = { ...at(`/when/${id}`), label: q ? q.label : id };
        const values = value[id] ?? [];
        const unknown = q?.type === "choice" ? values.filter((v) => !q.choices?.some((c) => c.value === v)).map((v) => ({ value: v, label: v })) : [];
        return (
          <div key={id} className="rule-when">
            {q?.type === "choice" ? <Choices {...one} choices={[...(q.choices ?? []), ...unknown]} chosen={values} onChange={(v) => put(id, v)} />
              : q?.type === "boolean" ? <Choices {...one} choices={[{ value: "true", label: common("plan.yes") }, { value: "false", label: common("plan.no") }]} chosen={values} onChange={(v) => put(id, v)} />
                : <Lines at={one} label={one.label} hint={t("cases.spanHint")} values={values} onChange={(v) => put(id, v)} />}
            <div className="actions actions-small"><button type="button" onClick={() => drop(id)}>{t("cases.dropAnswer")}<span className="hidden-text">: {one.label}</span></button></div>
          </div>
        );
      })}
      {rest.length > 0 && (
        <Select id={at("/when").id} label={asked.length > 0 ? t("cases.andWhen") : t("cases.when")} value="" onChange={(id) => id && put(id, [])}>
          <option value="">{t("cases.choose")}</option>
          {rest.map((q) => <option key={q.id} value={q.id}>{q.label}</option>)}
        </Select>
      )}
    </>
  );
}
