import { type ReactNode, useId, useState } from "react";
import { Button } from "suomifi-ui-components";
import { Area, Select } from "../form/Field";
import { faultsOf } from "../form/faults";
import { useAction } from "../form/useAction";
import { useShown } from "../i18n/shown";
import { announce } from "../shell/Announcer";
import { useDraft } from "./useDraft";
import type { Comment } from "./queries";

/** A comment to be sent, with the key that makes sending it twice one. */
export interface Remarks {
  text: string;
  kind: Comment["kind"];
  audience: Comment["audience"];
  field?: string;
  answers?: string;
  key: string;
}

interface Props {
  /** Under which what is typed is kept in this browser: of the person, the project and what it is about. */
  draftKey: string;
  /** Officials also lay down conditions and talk among themselves. */
  official: boolean;
  /** What it is about, where that is not the whole. */
  about?: { field: string; label: string };
  /** The comment that it answers. */
  answers?: Comment;
  send: (remarks: Remarks) => Promise<void>;
  /** It was sent, or put away. */
  done?: () => void;
}

type Draft = Pick<Remarks, "text" | "kind" | "audience" | "key">;

/** Writes a comment, a question or a condition. What is typed stays until it is sent, whatever happens to the page. */
export function CommentForm({ draftKey, official, about, answers, send, done }: Props) {
  const { t } = useShown();
  const id = useId().replaceAll(":", "");
  const fresh = (): Draft => ({ text: "", kind: "comment", audience: answers?.audience ?? "all", key: crypto.randomUUID() });
  const [begin] = useState(fresh);
  const { draft, change, clear, ready, found } = useDraft<Draft>(draftKey, begin);
  const { run, busy, problem } = useAction(async () => {
    await send({ ...draft, field: about?.field ?? answers?.field, answers: answers?.id });
    clear(fresh());
    announce(t("comments.sent"));
    done?.();
  });
  const faults = faultsOf(problem, ["/text"]);
  const kinds: readonly Draft["kind"][] = official ? ["comment", "question", "condition"] : ["comment", "question"];
  return (
    <form className="comment-form" onSubmit={(event) => { event.preventDefault(); void run(); }} aria-label={answers ? t("comments.answerTo", { name: answers.author ?? answers.authority_name ?? "" }) : about ? t("comments.about", { what: about.label }) : t("comments.new")}>
      {found && <p className="hint">{t("comments.restored")}</p>}
      {!answers && (
        <Select id={`${id}-kind`} label={t("comments.kind.label")} value={draft.kind} onChange={(kind) => change({ kind: kinds.find((k) => k === kind) ?? "comment" })}>
          {kinds.map((kind) => <option key={kind} value={kind}>{t(`comments.kind.${kind}`)}</option>)}
        </Select>
      )}
      {official && (
        <Select id={`${id}-audience`} label={t("comments.audience.label")} value={draft.audience} onChange={(a) => change({ audience: a === "authorities" ? "authorities" : "all" })}>
          {(["all", "authorities"] as const).filter((a) => a === "authorities" || answers?.audience !== "authorities").map((a) => <option key={a} value={a}>{t(`comments.audience.${a}`)}</option>)}
        </Select>
      )}
      <Area id={`${id}-text`} label={t(answers ? "comments.answerText" : "comments.text")} maxLength={10_000} value={ready ? draft.text : ""} onChange={(text) => change({ text })} fault={faults.fields["/text"]} />
      {faults.rest.map((detail) => <p key={detail} className="field-fault" role="alert">{detail}</p>)}
      <div className="actions">
        <Button type="submit" aria-disabled={busy}>{t("comments.send")}</Button>
        {done && <Button variant="secondary" onClick={done}>{t("comments.later")}</Button>}
      </div>
    </form>
  );
}

/** A small button beside a field that opens a form about it. */
export function CommentButton({ label, form }: { label: string; form: (done: () => void) => ReactNode }) {
  const { t } = useShown();
  const [open, setOpen] = useState(false);
  if (open) return <div className="comment-here">{form(() => setOpen(false))}</div>;
  return <button type="button" className="comment-button" onClick={() => setOpen(true)}>{t("comments.here")}<span className="hidden-text">: {label}</span></button>;
}
