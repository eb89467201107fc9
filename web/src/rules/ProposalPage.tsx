import { useQueryClient } from "@tanstack/react-query";
import { Button } from "suomifi-ui-components";
import { Problem } from "../api/problem";
import { Confirm } from "../form/Confirm";
import { useAction } from "../form/useAction";
import { useRules } from "../i18n/rules";
import { announce } from "../shell/Announcer";
import { Answer, ProblemNote } from "../shell/Answer";
import { Top } from "../shell/Top";
import { SignInWays } from "../who/SignInView";
import { mine, useMe } from "../who/queries";
import { ChangesPart } from "./ChangesPart";
import { DecisionForm } from "./DecisionForm";
import { EffectPart } from "./EffectPart";
import { ProposalForm } from "./ProposalForm";
import { Back, RuleLink } from "./RuleLink";
import { RuleFacts, titleOf } from "./RulePage";
import { type Draft, type Proposal, changeProposal, draftOf, proposalKey, submitProposal, useHistory, useProposal, withdrawProposal } from "./queries";

/** A proposal about a rule: its text and effect, and what is next with it. */
export function ProposalPage({ id }: { id: string }) {
  const { t, lang } = useRules();
  const me = useMe();
  const signedOut = me.data && !me.data.signed_in;
  return (
    <section aria-labelledby="proposal-heading">
      {signedOut
        ? <><Top id="proposal-heading" heading={t("proposal.heading")} focusOn={id} /><p className="intro">{t("proposals.signIn")}</p><SignInWays /></>
        : <Found id={id} lang={lang} />}
    </section>
  );
}

function Found({ id, lang }: { id: string; lang: "fi" | "sv" | "en" }) {
  const { t } = useRules();
  const proposal = useProposal(id);
  const p = proposal.data;
  return (
    <>
      <Top id="proposal-heading" heading={p ? t(`proposal.${p.kind}`, { title: titleOf(p.rule, lang) }) : t("proposal.heading")} focusOn={id}><Back to={{ part: "proposals" }}>{t("proposals.heading")}</Back></Top>
      <Answer query={proposal}>
        {proposal.error instanceof Problem && proposal.error.status === 404 && <p className="note">{t("proposal.notThere")}</p>}
        {p && <Known p={p} />}
      </Answer>
    </>
  );
}

/** Keeps what came of an act on a proposal. */
function useKept() {
  const queries = useQueryClient();
  return async (p: Proposal, words: string) => {
    queries.setQueryData(proposalKey(p.id), p);
    announce(words);
    await Promise.all([queries.invalidateQueries({ queryKey: [mine, "proposals"] }), queries.invalidateQueries({ queryKey: ["rules"] })]);
  };
}

function Known({ p }: { p: Proposal }) {
  const { t, date } = useRules();
  const kept = useKept();
  const editable = p.state === "draft" && p.mine;
  const open = p.state === "draft" || p.state === "proposed";
  const overtaken = open && p.highest !== p.base;
  return (
    <>
      <p className="rule-state"><span className="tag" data-state={p.state}>{t(`state.${p.state}`)}</span> {p.proposed_for.name}</p>
      {p.state === "approved" && <p className="note">{t("proposal.became", { version: p.rule_version, day: date(p.rule.valid_from) })} <RuleLink to={{ rule: p.rule.id }}>{t("rule.heading")}</RuleLink></p>}
      {p.answer && <blockquote className="said">{p.answer}</blockquote>}
      {overtaken && <p className="note note-warning">{t(p.kind === "new" ? "proposal.taken" : "proposal.overtaken", { version: p.highest })}</p>}
      {editable && overtaken && p.kind !== "new" && <Renew p={p} kept={kept} />}
      {editable && <Steps />}
      {editable && (
        <section className="part" aria-labelledby="proposal-text">
          <h3 id="proposal-text">{t("proposal.text")}</h3>
          <ProposalForm key={p.etag} first={draftOf(p)} save={async (draft: Draft) => kept(await changeProposal(p, draft), t("form.saved"))} />
        </section>
      )}
      {!editable && <section className="part" aria-labelledby="proposal-reason"><h3 id="proposal-reason">{t("field.reason")}</h3><p className="said">{p.reason}</p></section>}
      {p.was ? <ChangesPart was={p.was} to={p.rule} ends={p.kind === "end"} /> : <section className="part" aria-labelledby="proposal-rule"><h3 id="proposal-rule">{t("proposal.rule")}</h3><RuleFacts rule={p.rule} every /></section>}
      <EffectPart p={p} kept={kept} />
      {editable && <Submit key={p.effect_tag} p={p} kept={kept} />}
      {p.state === "proposed" && !p.mine && <DecisionForm p={p} kept={kept} />}
      {p.state === "proposed" && p.mine && <p className="note">{t("proposal.waits")}</p>}
      {p.mine && open && <Withdraw p={p} kept={kept} />}
    </>
  );
}

function Steps() {
  const { t } = useRules();
  return <ol className="rule-steps">{(["one", "two", "three"] as const).map((step) => <li key={step}>{t(`proposal.step.${step}`)}</li>)}</ol>;
}

interface Props {
  p: Proposal;
  kept: (p: Proposal, words: string) => Promise<void>;
}

/** The same text on the rule's present version. */
function Renew({ p, kept }: Props) {
  const { t } = useRules();
  const history = useHistory(p.rule.id);
  const now = history.data?.versions[0];
  const { run, busy, problem } = useAction(async () => kept(await changeProposal(p, { ...draftOf(p), base: p.highest }), t("proposal.renewed")));
  return (
    <section className="part" aria-labelledby="renew-heading">
      <h3 id="renew-heading">{t("proposal.renewHeading")}</h3>
      {now && p.was && <ChangesPart was={p.was} to={now.rule} ends={now.ends ?? false} since />}
      {problem && <ProblemNote problem={problem} />}
      <Button variant="secondary" aria-disabled={busy} onClick={() => void run()}>{t("proposal.renew", { version: p.highest })}</Button>
    </section>
  );
}

function Submit({ p, kept }: Props) {
  const { t } = useRules();
  const { run, busy, problem } = useAction(async () => kept(await submitProposal(p), t("proposal.submitted")));
  return (
    <section className="part" aria-labelledby="submit-heading">
      <h3 id="submit-heading">{t("proposal.submitHeading")}</h3>
      <p className="hint">{t("proposal.submitAbout")}</p>
      {problem && <ProblemNote problem={problem} />}
      <Button aria-disabled={busy} onClick={() => void run()}>{t("proposal.submit")}</Button>
    </section>
  );
}

function Withdraw({ p, kept }: Props) {
  const { t } = useRules();
  const to = (state: "draft" | "withdrawn", words: string) => async () => kept(await withdrawProposal(p, state), words);
  return (
    <div className="actions actions-small">
      {p.state === "proposed" && <Confirm label={t("proposal.edit")} of={p.rule.id} question={t("proposal.editQuestion")} yes={t("proposal.edit")} act={to("draft", t("state.draft"))} />}
      <Confirm label={t("proposal.withdraw")} of={p.rule.id} question={t("proposal.withdrawQuestion")} yes={t("proposal.withdraw")} act={to("withdrawn", t("state.withdrawn"))} />
    </div>
  );
}
