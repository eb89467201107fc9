import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { Button } from "suomifi-ui-components";
import { store } from "../address/store";
import type { Finding } from "../api/queries";
import { Area, Select } from "../form/Field";
import { useAction } from "../form/useAction";
import { useChecks } from "../i18n/checks";
import { announce } from "../shell/Announcer";
import { ProblemNote } from "../shell/Answer";
import { useMe } from "../who/queries";
import { type Kept, type Own, disputeFinding, keptKey } from "./queries";

interface Props {
  run: Kept;
  finding: Finding;
}

/** The longest reason, in characters. */
export const longest = 2000;

/** At the end of a finding's card: what the person disputes and was answered, or the way to dispute it. */
export function DisputePart({ run, finding }: Props) {
  const { t } = useChecks();
  const { data: me } = useMe();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const own = run.disputes.filter((d) => d.rule === finding.rule && (d.feature_id ?? "") === (finding.feature_id ?? "") && (!finding.feature_id || d.layer === finding.layer));
  const wasOpen = useRef(false);
  useEffect(() => {
    if (wasOpen.current && !open) button.current?.focus();
    wasOpen.current = open;
  }, [open]);
  if (own.length > 0) return <>{own.map((d) => <OwnDispute key={d.id} dispute={d} />)}</>;
  if (!finding.layer && !finding.looked?.length) return null; // nothing was looked at
  if (open) return <DisputeForm run={run} finding={finding} close={() => setOpen(false)} />;
  const begin = () => {
    if (me?.signed_in) setOpen(true);
    else store.set({ signIn: "ways" }, true);
  };
  return (
    <div className="actions actions-small">
      <button type="button" ref={button} onClick={begin}>{me?.signed_in ? t("dispute.start") : t("dispute.signIn")}<span className="hidden-text">: {finding.title}</span></button>
    </div>
  );
}

/** What the person holds to be wrong, and the answer when there is one. */
function OwnDispute({ dispute: d }: { dispute: Own }) {
  const { t } = useChecks();
  return (
    <div className="dispute">
      <p><span className="tag" data-state={d.state}>{t(`dispute.state.${d.state}`)}</span></p>
      <dl>
        <div><dt>{t("dispute.yours")}</dt><dd className="said">{d.reason}</dd></div>
        {d.answer && <div><dt>{t("dispute.answer")}</dt><dd className="said">{d.answer}</dd></div>}
      </dl>
    </div>
  );
}

function DisputeForm({ run, finding, close }: Props & { close: () => void }) {
  const { t, common } = useChecks();
  const id = useId();
  const queries = useQueryClient();
  const layers = finding.layer ? [] : [...new Map((finding.looked ?? []).map((l) => [l.layer, l.layer_title]))];
  const [reason, setReason] = useState("");
  const [layer, setLayer] = useState(finding.layer ?? (layers.length === 1 ? (layers[0]?.[0] ?? "") : ""));
  const form = useRef<HTMLFormElement>(null);
  const { run: send, busy, problem } = useAction(async () => {
    const own = await disputeFinding(run.id, { rule: finding.rule, layer: layer || undefined, feature_id: finding.feature_id ?? undefined, reason });
    announce(t("dispute.sent"));
    queries.setQueryData<Kept>(keptKey(run.id), (kept) => kept && { ...kept, disputes: [...kept.disputes.filter((d) => d.id !== own.id), own] });
  });
  useEffect(() => form.current?.querySelector<HTMLElement>("textarea, select")?.focus(), []);
  useEffect(() => {
    if (problem) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [problem]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send();
  };
  const fault = (pointer: string) => problem?.faults.find((f) => f.pointer === pointer)?.detail;
  const rest = problem && !fault("/reason") && !fault("/layer");
  return (
    <form className="form dispute" ref={form} onSubmit={submit} aria-label={t("dispute.heading")}>
      <h5>{t("dispute.heading")}</h5>
      {rest && <ProblemNote problem={problem} />}
      {layers.length > 1 && (
        <Select id={`${id}-layer`} label={t("dispute.layer")} value={layer} onChange={setLayer} fault={fault("/layer")}>
          <option value="">{t("dispute.choose")}</option>
          {layers.map(([of, title]) => <option key={of} value={of}>{title || of}</option>)}
        </Select>
      )}
      <Area id={`${id}-reason`} label={t("dispute.reason")} hint={t("dispute.hint")} value={reason} onChange={setReason} maxLength={longest} fault={fault("/reason")} />
      <div className="actions">
        <Button type="submit" aria-disabled={busy}>{t("dispute.send")}<span className="hidden-text">: {finding.title}</span></Button>
        <Button variant="secondaryNoBorder" type="button" onClick={close}>{t("cancel")}<span className="hidden-text">: {common("findings.heading")}</span></Button>
      </div>
    </form>
  );
}
