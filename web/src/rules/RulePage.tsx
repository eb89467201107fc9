import { Problem } from "../api/problem";
import { useRules } from "../i18n/rules";
import { Answer } from "../shell/Answer";
import { Top } from "../shell/Top";
import { useMe } from "../who/queries";
import { Back, RuleLink } from "./RuleLink";
import { mayPropose } from "./access";
import { useFacts } from "./facts";
import { type Edition, type History, type RuleText, useHistory } from "./queries";

/** A rule as it is today, and how it came about. */
export function RulePage({ id }: { id: string }) {
  const { t, lang } = useRules();
  const history = useHistory(id);
  const missing = history.error instanceof Problem && history.error.status === 404;
  const shown = history.data?.versions.find((v) => v.state === "in_force") ?? history.data?.versions[0];
  return (
    <section aria-labelledby="rule-heading">
      <Top id="rule-heading" heading={shown ? titleOf(shown.rule, lang) : t("rule.heading")} focusOn={id}><Back to={{}}>{t("list.heading")}</Back></Top>
      <Answer query={history}>
        {missing && <p className="note">{t("rule.notThere")}</p>}
        {history.data && shown && <Known history={history.data} shown={shown} />}
      </Answer>
    </section>
  );
}

/** A rule's title with its distance in it. */
export const titleOf = (rule: RuleText, lang: "fi" | "sv" | "en") => (rule.title[lang] || rule.title.fi).replace("{d}", rule.distance_m ? `${rule.distance_m}\u00a0m` : "…");

function Known({ history, shown }: { history: History; shown: Edition }) {
  const { t, date } = useRules();
  const { data: me } = useMe();
  const ended = shown.ends && shown.state === "in_force";
  const coming = history.versions.filter((v) => v.state === "to_come");
  return (
    <>
      <p className="hint">{shown.rule.id} · {t("version", { version: shown.version })}</p>
      {ended && <p className="note">{t("rule.ended", { day: date(shown.rule.valid_from) })}</p>}
      {coming.map((v) => <p key={v.version} className="note">{t(v.ends ? "rule.ends" : "rule.coming", { day: date(v.rule.valid_from), version: v.version })}</p>)}
      {mayPropose(me, history.keeper) && (
        <ul className="links">
          <li><RuleLink to={{ rule: history.id, part: "change" }}>{t("rule.change")}</RuleLink></li>
          {!history.versions[0]?.ends && <li><RuleLink to={{ rule: history.id, part: "end" }}>{t("rule.end")}</RuleLink></li>}
        </ul>
      )}
      <RuleFacts rule={shown.rule} />
      <section className="part" aria-labelledby="rule-history">
        <h3 id="rule-history">{t("rule.history")}</h3>
        <ul className="cards">{history.versions.map((v) => <li key={v.version}><Version edition={v} /></li>)}</ul>
      </section>
    </>
  );
}

/** What a rule says, in words. */
export function RuleFacts({ rule, every = false }: { rule: RuleText; every?: boolean }) {
  const facts = useFacts();
  return <dl className="rule-facts">{facts(rule, every).map((f) => <div key={f.key}><dt>{f.label}</dt><dd>{f.value}</dd></div>)}</dl>;
}

/** One version: when, by whose decision and why. */
function Version({ edition: v }: { edition: Edition }) {
  const { t, date } = useRules();
  return (
    <article className="card" aria-labelledby={`version-${v.version}`}>
      <p className="rule-state"><span className="tag" data-state={v.state}>{t(`rule.state.${v.state}`)}</span></p>
      <h4 id={`version-${v.version}`}>{t("version", { version: v.version })}{v.ends && `: ${t("rule.endVersion")}`}</h4>
      <p>{v.rule.valid_to ? t("rule.between", { from: date(v.rule.valid_from), to: date(v.rule.valid_to) }) : t("rule.from", { from: date(v.rule.valid_from) })}</p>
      {v.official
        ? <p>{t("rule.decided", { authority: v.decided_for?.name ?? "", proposed: v.proposed_at ? date(v.proposed_at) : "", approved: v.approved_at ? date(v.approved_at) : "" })}</p>
        : <p>{t("rule.program")}</p>}
      {v.reason && <blockquote className="said">{v.reason}</blockquote>}
      {!v.ends && <details><summary>{t("rule.text")}</summary><RuleFacts rule={v.rule} every /></details>}
    </article>
  );
}
