import { useState } from "react";
import { Button } from "suomifi-ui-components";
import { Select } from "../form/Field";
import { useRules } from "../i18n/rules";
import { Answer } from "../shell/Answer";
import { Top } from "../shell/Top";
import { SignInWays } from "../who/SignInView";
import { useMe } from "../who/queries";
import { Back, RuleLink } from "./RuleLink";
import { titleOf } from "./RulePage";
import { mayDecide } from "./access";
import { type Proposal, type State, states, useProposals, useRulesInForce } from "./queries";

/** What is proposed about rules, for officials of the authority that keeps them. */
export function ProposalsPage() {
  const { t } = useRules();
  const me = useMe();
  const rules = useRulesInForce();
  const may = mayDecide(me.data, rules.data?.keeper);
  return (
    <section aria-labelledby="proposals-heading">
      <Top id="proposals-heading" heading={t("proposals.heading")} focusOn="proposals"><Back to={{}}>{t("list.heading")}</Back></Top>
      <Answer query={rules}>
        {me.data && !me.data.signed_in && <><p className="intro">{t("proposals.signIn")}</p><SignInWays /></>}
        {me.data?.signed_in && rules.data && !may && <p className="note">{t("proposals.notYours")}</p>}
        {may && <><p className="intro">{t("proposals.intro")}</p><List /></>}
      </Answer>
    </section>
  );
}

function List() {
  const { t, lang } = useRules();
  const [state, setState] = useState<State | null>(null);
  const proposals = useProposals(state);
  const items = proposals.data?.pages.flatMap((page) => page.items) ?? [];
  const offers = proposals.data?.pages[0]?.offers ?? [];
  return (
    <>
      {offers.length > 0 && (
        <section className="part" aria-labelledby="offers-heading">
          <h3 id="offers-heading">{t("offers.heading")}</h3>
          <p className="hint">{t("offers.about")}</p>
          <ul className="links">{offers.map((o) => <li key={o.rule.id}><RuleLink to={{ rule: o.rule.id, part: "offer" }}>{titleOf(o.rule, lang)}</RuleLink></li>)}</ul>
        </section>
      )}
      <Select id="proposals-state" label={t("proposals.show")} value={state ?? ""} onChange={(v) => setState(states.find((s) => s === v) ?? null)}>
        <option value="">{t("proposals.all")}</option>
        {states.map((s) => <option key={s} value={s}>{t(`state.${s}`)}</option>)}
      </Select>
      <Answer query={proposals}>
        {proposals.data && items.length === 0 && <p className="note">{t("proposals.none")}</p>}
        <ul className="rows">{items.map((p) => <Row key={p.id} proposal={p} />)}</ul>
        {proposals.hasNextPage && <Button variant="secondary" fullWidth aria-disabled={proposals.isFetchingNextPage} onClick={() => void proposals.fetchNextPage()}>{t("proposals.more")}</Button>}
      </Answer>
    </>
  );
}

function Row({ proposal: p }: { proposal: Proposal }) {
  const { t, lang, date } = useRules();
  return (
    <li className="row">
      <div className="row-text">
        <RuleLink to={{ proposal: p.id }}>{titleOf(p.rule, lang)}</RuleLink>
        <span>{t(`kind.${p.kind}`)} · {t("field.valid_from")} {date(p.rule.valid_from)}</span>
        <span className="rule-state"><span className="tag" data-state={p.state}>{t(`state.${p.state}`)}</span>{p.mine && ` ${t("proposals.mine")}`}</span>
      </div>
    </li>
  );
}
