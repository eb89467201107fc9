import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "suomifi-ui-components";
import { Area } from "../form/Field";
import { faultless, faultsOf } from "../form/faults";
import { useAction } from "../form/useAction";
import { useRules } from "../i18n/rules";
import { ProblemNote } from "../shell/Answer";
import { type Proposal, decideProposal, proposalKey } from "./queries";

interface Props {
  p: Proposal;
  kept: (p: Proposal, words: string) => Promise<void>;
}

/** Approving or rejecting what somebody else proposes, on the very effect that is shown. */
export function DecisionForm({ p, kept }: Props) {
  const { t, date } = useRules();
  const queries = useQueryClient();
  const [text, setText] = useState("");
  const [seen, setSeen] = useState(false);
  const [short, setShort] = useState(false);
  const { run, busy, problem } = useAction(async (approve: boolean) => {
    try {
      await kept(await decideProposal(p, approve, text), t(approve ? "decision.approved" : "decision.rejected"));
    } catch (error) {
      await queries.invalidateQueries({ queryKey: proposalKey(p.id) }); // what stands in the way is shown
      throw error;
    }
  });
  const approve = () => {
    setShort(!seen);
    if (seen) void run(true);
  };
  const faulty = problem?.status === 422 ? faultsOf(problem, ["/answer"]) : faultless;
  return (
    <section className="part" aria-labelledby="decision-heading">
      <h3 id="decision-heading">{t("decision.heading")}</h3>
      <p className="hint">{t("decision.about", { day: date(p.rule.valid_from) })}</p>
      <div className="form">
        <label className="choice"><input type="checkbox" checked={seen} onChange={(e) => setSeen(e.target.checked)} /><span>{t("decision.seen")}</span></label>
        {short && <p className="field-fault" role="alert">{t("decision.look")}</p>}
        <Area id="decision-answer" label={t("decision.answer")} hint={t("decision.answerHint")} fault={faulty.fields["/answer"]} maxLength={2000} value={text} onChange={setText} />
        {problem && problem.status !== 422 && <ProblemNote problem={problem} />}
        <div className="actions">
          <Button aria-disabled={busy} onClick={approve}>{t("decision.approve")}</Button>
          <Button variant="secondary" aria-disabled={busy} onClick={() => void run(false)}>{t("decision.reject")}</Button>
        </div>
      </div>
    </section>
  );
}
