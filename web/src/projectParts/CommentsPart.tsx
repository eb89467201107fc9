import { type ReactNode, useState } from "react";
import { useShown } from "../i18n/shown";
import { type Comment } from "./queries";
import { type Thread, isWaiting, threadsOf } from "./threads";

interface Props {
  comments: readonly Comment[];
  /** What the field that a comment is about is called. */
  label: (field: string) => string;
  /** The form that answers a comment. */
  answer: (comment: Comment, done: () => void) => ReactNode;
}

/** What authorities and the applicant's side have said to each other, thread by thread. */
export function CommentsPart({ comments, label, answer }: Props) {
  const { t } = useShown();
  if (comments.length === 0) return <p className="note">{t("comments.none")}</p>;
  return <ul className="threads">{threadsOf(comments).map((thread) => <ThreadItem key={thread.first.id} thread={thread} label={label} answer={answer} />)}</ul>;
}

function ThreadItem({ thread, label, answer }: { thread: Thread } & Omit<Props, "comments">) {
  const { t } = useShown();
  const [answering, setAnswering] = useState(false);
  const { first, answers } = thread;
  return (
    <li className="thread" data-kind={first.kind}>
      <Said comment={first} label={label} waiting={isWaiting(thread)} />
      {answers.length > 0 && <ul>{answers.map((a) => <li key={a.id}><Said comment={a} label={label} /></li>)}</ul>}
      {answering ? answer(first, () => setAnswering(false)) : (
        <div className="actions-small"><button type="button" onClick={() => setAnswering(true)}>{t("comments.answer")}<span className="hidden-text">: {first.text.slice(0, 60)}</span></button></div>
      )}
    </li>
  );
}

/** One comment: of whom, what sort, about what, and for whom. */
function Said({ comment: c, label, waiting = false }: { comment: Comment; label: Props["label"]; waiting?: boolean }) {
  const { t, time } = useShown();
  const side = c.authority_name ?? t("comments.applicant");
  return (
    <article className="comment">
      <p className="comment-who"><b>{side}</b>{c.author && <span>{c.author}</span>}<span>{time(c.created_at)}</span></p>
      {(c.kind !== "comment" || c.audience === "authorities" || waiting) && (
        <p className="comment-tags">
          {c.kind !== "comment" && <span className="tag" data-kind={c.kind}>{t(`comments.kind.${c.kind}`)}</span>}
          {c.audience === "authorities" && <span className="tag">{t("comments.among")}</span>}
          {waiting && <span className="tag" data-state="waiting">{t("comments.waiting")}</span>}
        </p>
      )}
      {c.field && <p className="hint">{t("comments.about", { what: label(c.field) })}</p>}
      <p className="comment-text">{c.text}</p>
    </article>
  );
}
