import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useRules } from "../i18n/rules";
import { dayOf } from "../mandates/day";
import { announce } from "../shell/Announcer";
import { Answer } from "../shell/Answer";
import { Top } from "../shell/Top";
import { SignInWays } from "../who/SignInView";
import { mine, useMe } from "../who/queries";
import { ProposalForm } from "./ProposalForm";
import { Back, open } from "./RuleLink";
import { titleOf } from "./RulePage";
import { mayPropose } from "./access";
import { blank, draftFrom } from "./draft";
import { type Draft, beginProposal, useHistory, useProposals, useRulesInForce } from "./queries";

type Part = "new" | "change" | "end" | "offer";

/** The first text of a proposal: of a new rule, of a change, of the end of one, or of what the program offers. */
export function NewProposal({ rule, part }: { rule: string | null; part: string }) {
  const { t } = useRules();
  const me = useMe();
  const rules = useRulesInForce();
  const may = mayPropose(me.data, rules.data?.keeper);
  const of = part as Part;
  return (
    <section aria-labelledby="proposal-heading">
      <Top id="proposal-heading" heading={t(`${of}.heading`)} focusOn={part}><Back to={rule ? { rule } : {}}>{t(rule ? "rule.heading" : "list.heading")}</Back></Top>
      <Answer query={rules}>
        {me.data && !me.data.signed_in && <><p className="intro">{t("proposals.signIn")}</p><SignInWays /></>}
        {me.data?.signed_in && rules.data && !may && <p className="note">{t("proposals.notYours")}</p>}
        {may && (rule ? of === "offer" ? <OfOffer id={rule} /> : <OfRule id={rule} kind={of === "end" ? "end" : "change"} /> : <Form first={draftFrom({ kind: "new", rule: blank, base: 0, day: tomorrow() })} />)}
      </Answer>
    </section>
  );
}

const tomorrow = () => dayOf(new Date(Date.now() + 86_400_000));

function OfRule({ id, kind }: { id: string; kind: "change" | "end" }) {
  const { t, lang } = useRules();
  const history = useHistory(id);
  const [latest] = history.data?.versions ?? [];
  return (
    <Answer query={history}>
      {latest && !history.isFetching && (
        <>
          <p className="intro"><b>{titleOf(latest.rule, lang)}</b></p>
          {latest.state === "to_come" && <p className="note">{t("change.onComing", { version: latest.version })}</p>}
          <Form first={draftFrom({ kind, rule: latest.rule, base: latest.version, day: tomorrow() })} />
        </>
      )}
    </Answer>
  );
}

function OfOffer({ id }: { id: string }) {
  const { t } = useRules();
  const history = useHistory(id);
  const offers = useProposals(null);
  const offer = offers.data?.pages[0]?.offers.find((o) => o.rule.id === id);
  const base = history.data?.versions[0]?.version;
  return (
    <Answer query={offers}>
      {offers.data && !offer && <p className="note">{t("offers.gone")}</p>}
      {offer && base !== undefined && <><p className="intro">{t("offers.about")}</p><Form first={draftFrom({ kind: "change", rule: offer.rule, base, day: tomorrow(), offer: offer.version })} /></>}
    </Answer>
  );
}

/** The form stays as it was typed whatever is fetched anew. */
function Form({ first }: { first: Draft }) {
  const { t } = useRules();
  const queries = useQueryClient();
  const [draft] = useState(first);
  const sent = useRef({ text: "", key: "" });
  const save = async (typed: Draft) => {
    const text = JSON.stringify(typed);
    if (sent.current.text !== text) sent.current = { text, key: crypto.randomUUID() }; // the same text sent again is one draft
    const made = await beginProposal(typed, sent.current.key);
    await queries.invalidateQueries({ queryKey: [mine, "proposals"] });
    announce(t("form.saved"));
    open({ proposal: made.id });
  };
  return <ProposalForm first={draft} isNew save={save} />;
}
