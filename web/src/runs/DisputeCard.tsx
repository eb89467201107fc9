import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useId, useRef, useState } from "react";
import { Button } from "suomifi-ui-components";
import { begin, format, home } from "../address/address";
import { store } from "../address/store";
import { Area } from "../form/Field";
import { useAction } from "../form/useAction";
import { useChecks } from "../i18n/checks";
import { useMap } from "../map/MapContext";
import { announce } from "../shell/Announcer";
import { ProblemNote } from "../shell/Answer";
import { mine } from "../who/queries";
import { longest } from "./DisputePart";
import { type Dispute, answerDispute } from "./queries";
import { cardId } from "./useDisputesOnMap";

interface Props {
  dispute: Dispute;
  chosen: boolean;
  show: () => void;
}

/** One finding that is disputed: what it says, why it is held to be wrong, and the answer. */
export function DisputeCard({ dispute: d, chosen, show }: Props) {
  const { t, time } = useChecks();
  const { map } = useMap();
  const p = d.properties;
  const [open, setOpen] = useState(false);
  const heading = `${cardId(d.id)}-heading`;
  return (
    <article className="card dispute-card" id={cardId(d.id)} data-chosen={chosen} tabIndex={-1} aria-labelledby={heading}>
      <p><span className="tag" data-state={p.state}>{t(`disputes.state.${p.state}`)}</span></p>
      <h3 id={heading}>{p.title}</h3>
      <p className="hint">{[p.layer_title || p.layer, p.feature_id, time(p.created_at)].filter(Boolean).join(" · ")}</p>
      <p>{t(`disputes.says.${p.status}`)}</p>
      <blockquote className="said">{p.reason}</blockquote>
      {p.answer && <dl><div><dt>{t("dispute.answer")}</dt><dd className="said">{p.answer}</dd></div></dl>}
      <div className="actions actions-small">
        {map && <button type="button" onClick={show}>{t("disputes.show")}<span className="hidden-text">: {p.title}</span></button>}
        <a href={`?${format({ ...home, run: p.run })}`} onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          store.set({ ...begin("place"), run: p.run }, true);
        }}>{t("disputes.run")}<span className="hidden-text">: {p.title}</span></a>
        {!open && <button type="button" onClick={() => setOpen(true)}>{p.state === "open" ? t("disputes.reply") : t("disputes.correct")}<span className="hidden-text">: {p.title}</span></button>}
      </div>
      {open && <AnswerForm dispute={d} close={() => setOpen(false)} />}
    </article>
  );
}

function AnswerForm({ dispute, close }: { dispute: Dispute; close: () => void }) {
  const { t } = useChecks();
  const id = useId();
  const queries = useQueryClient();
  const [text, setText] = useState(dispute.properties.answer ?? "");
  const { run, busy, problem } = useAction(async (state: "accepted" | "rejected") => {
    await answerDispute(dispute, state, text);
    announce(t("disputes.answered"));
    close();
    document.getElementById("disputes-state")?.focus(); // the card may leave the list
    await queries.invalidateQueries({ queryKey: [mine, "disputes"] });
  });
  const form = useRef<HTMLDivElement>(null);
  useEffect(() => form.current?.querySelector("textarea")?.focus(), []);
  useEffect(() => {
    if (problem) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [problem]);
  const fault = problem?.faults.find((f) => f.pointer === "/answer")?.detail;
  return (
    <div className="form" role="group" aria-label={t("disputes.answer")} ref={form}>
      {problem && !fault && <ProblemNote problem={problem} />}
      <Area id={`${id}-answer`} label={t("disputes.answer")} hint={t("disputes.answerHint")} value={text} onChange={setText} maxLength={longest} fault={fault} />
      <div className="actions">
        <Button aria-disabled={busy} onClick={() => void run("accepted")}>{t("disputes.accept")}</Button>
        <Button variant="secondary" aria-disabled={busy} onClick={() => void run("rejected")}>{t("disputes.reject")}</Button>
        <Button variant="secondaryNoBorder" onClick={close}>{t("cancel")}</Button>
      </div>
    </div>
  );
}
