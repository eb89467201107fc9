import { useState } from "react";
import { Select } from "../form/Field";
import { useRules } from "../i18n/rules";
import { type At, Lines } from "./fields";
import { useNames } from "./facts";
import type { Condition, RuleText } from "./queries";

const ways = ["all", "in", "not_in", "only"] as const;
type Way = (typeof ways)[number];

/** How the condition tells features apart. */
const wayOf = (c: Condition | undefined): Way => (!c?.meaning && !c?.in && !c?.not_in ? "all" : c.absent === "only" ? "only" : c.not_in ? "not_in" : "in");

interface Props {
  rule: RuleText;
  at: At;
  onChange: (condition: Condition | undefined) => void;
}

/** Which of the theme's features the rule means, by what their attributes say. */
export function ConditionFields({ rule, at, onChange }: Props) {
  const { t } = useRules();
  const names = useNames();
  const c = rule.condition ?? {};
  const way = wayOf(rule.condition);
  const [former, setFormer] = useState<Condition>(c); // stays while another way is tried
  const put = (to: Condition) => onChange(Object.values(to).some((v) => v !== undefined) ? to : undefined);
  const choose = (next: Way) => {
    const kept = { ...former, ...c };
    setFormer(kept);
    const attribute = { meaning: kept.meaning ?? names.meanings(rule.theme)[0], or: kept.or, covering: c.covering };
    const values = kept.in ?? kept.not_in ?? [];
    const absent = kept.absent === "match" ? ("match" as const) : undefined;
    ({
      all: () => put({ covering: c.covering }),
      in: () => put({ ...attribute, in: values, known: kept.known, absent }),
      not_in: () => put({ ...attribute, not_in: values, absent }),
      only: () => put({ ...attribute, absent: "only" }),
    })[next]();
  };
  const offered = (chosen: string | undefined) => [...new Set([...names.meanings(rule.theme), ...(chosen ? [chosen] : [])])];
  return (
    <fieldset className="form-field">
      <legend className="field-label">{t("field.condition")}</legend>
      <Select id={at("/rule/condition").id} label={t("condition.which")} fault={at("/rule/condition").fault} value={way} onChange={(v) => choose(v as Way)}>
        {ways.map((w) => <option key={w} value={w}>{t(`condition.way.${w}`)}</option>)}
      </Select>
      {way !== "all" && (
        <>
          <Select {...at("/rule/condition/meaning")} label={t("condition.meaning")} hint={t("condition.meaningHint")} value={c.meaning ?? ""} onChange={(meaning) => put({ ...c, meaning })}>
            {!c.meaning && <option value="">{t("cases.choose")}</option>}
            {offered(c.meaning).map((m) => <option key={m} value={m}>{names.meaning(m, rule.theme)}</option>)}
          </Select>
          <Select {...at("/rule/condition/or")} label={t("condition.or")} value={c.or ?? ""} onChange={(or) => put({ ...c, or: or || undefined })}>
            <option value="">{t("condition.noOther")}</option>
            {offered(c.or).map((m) => <option key={m} value={m}>{names.meaning(m, rule.theme)}</option>)}
          </Select>
        </>
      )}
      {(way === "in" || way === "not_in") && (
        <>
          <Lines at={at(`/rule/condition/${way}`)} label={t(`condition.values.${way}`)} hint={t("condition.valuesHint")} values={c[way] ?? []} onChange={(values) => put({ ...c, [way]: values })} />
          {way === "in" && <Lines at={at("/rule/condition/known")} label={t("condition.known")} hint={t("condition.knownHint")} values={c.known ?? []} onChange={(known) => put({ ...c, known: known.length > 0 ? known : undefined })} />}
          <Select {...at("/rule/condition/absent")} label={t("condition.absent")} value={c.absent ?? ""} onChange={(absent) => put({ ...c, absent: absent === "match" ? "match" : undefined })}>
            <option value="">{t("condition.absentUnknown")}</option>
            <option value="match">{t("condition.absentMatch")}</option>
          </Select>
        </>
      )}
      <label className="choice"><input type="checkbox" checked={c.covering === "skip"} onChange={(e) => put({ ...c, covering: e.target.checked ? "skip" : undefined })} /><span>{t("condition.covering")}</span></label>
    </fieldset>
  );
}
