import { useDeferredValue, useEffect, useState } from "react";
import { SeverityIcon } from "../findings/severity";
import { Field, Select } from "../form/Field";
import { useRules } from "../i18n/rules";
import { matcher } from "../layers/filter";
import { announce } from "../shell/Announcer";
import { Answer } from "../shell/Answer";
import { Top } from "../shell/Top";
import { useMe } from "../who/queries";
import { RuleLink } from "./RuleLink";
import { mayDecide, mayPropose } from "./access";
import { useNames } from "./facts";
import { type Rule, useRulesInForce } from "./queries";

/** Milliseconds after the last change before the count is said. */
const pause = 600;

/** Every rule that is in force today, for everybody. */
export function RuleList() {
  const { t, lang } = useRules();
  const { data: me } = useMe();
  const rules = useRulesInForce();
  const names = useNames();
  const [words, setWords] = useState("");
  const [theme, setTheme] = useState("");
  const asked = useDeferredValue(words.trim());
  const matches = matcher(asked);
  const all = [...(rules.data?.items ?? [])].sort((a, b) => Number(b.faulty ?? false) - Number(a.faulty ?? false)); // what somebody must mend comes first
  const faulty = all.filter((r) => r.faulty).length;
  const found = all.filter((r) => (!theme || r.theme === theme) && matches(`${r.title} ${r.why} ${r.statute} ${r.authority} ${names.theme(r.theme)} ${r.id}`));
  const used = [...new Set(all.map((r) => r.theme))].sort((a, b) => names.theme(a).localeCompare(names.theme(b), lang));
  const count = t("list.count", { count: found.length });
  useEffect(() => {
    if (!asked && !theme) return;
    const timer = setTimeout(() => announce(count), pause);
    return () => clearTimeout(timer);
  }, [asked, theme, count]);
  const keeper = rules.data?.keeper;
  return (
    <section aria-labelledby="rules-heading">
      <Top id="rules-heading" heading={t("list.heading")} focusOn="rules" />
      <p className="intro">{t("list.intro")}</p>
      {mayDecide(me, keeper) && (
        <ul className="links">
          <li><RuleLink to={{ part: "proposals" }}>{t("proposals.heading")}</RuleLink></li>
          {mayPropose(me, keeper) && <li><RuleLink to={{ part: "new" }}>{t("new.heading")}</RuleLink></li>}
        </ul>
      )}
      <div className="form">
        <Field id="rules-words" label={t("list.words")} type="search" value={words} onChange={setWords} autoComplete="off" />
        <Select id="rules-theme" label={t("field.theme")} value={theme} onChange={setTheme}>
          <option value="">{t("list.anyTheme")}</option>
          {used.map((name) => <option key={name} value={name}>{names.theme(name)}</option>)}
        </Select>
      </div>
      <Answer query={rules}>
        {faulty > 0 && <p className="note note-error" role="alert">{t("list.faulty", { count: faulty })}</p>}
        {rules.data && <p className="hint">{count}</p>}
        <ul className="rows">{found.map((r) => <Row key={r.id} rule={r} theme={names.theme(r.theme)} />)}</ul>
      </Answer>
    </section>
  );
}

function Row({ rule: r, theme }: { rule: Rule; theme: string }) {
  const { t, common } = useRules();
  const severity = r.severity || null;
  return (
    <li className="row">
      <div className="row-text">
        <RuleLink to={{ rule: r.id }}>{r.title}</RuleLink>
        <span>{theme}</span>
        <span className="rule-severity">{r.faulty ? <><SeverityIcon severity="unknown" />{t("list.faultyOne")}</> : severity ? <><SeverityIcon severity={severity} />{common(`severity.${severity}.word`)}</> : t("list.byCases")}</span>
      </div>
    </li>
  );
}
