import { useEffect, useRef, useState } from "react";
import { ProblemNote } from "../shell/Answer";
import { usePeople } from "../i18n/people";
import { useAction } from "./useAction";

interface Props {
  label: string;
  /** Of what, for those who hear the button alone. */
  of: string;
  question: string;
  yes: string;
  /** When it is asked. */
  ask?: () => void;
  act: () => Promise<void>;
}

/** A button for what cannot be taken back: asks first, in its own place. */
export function Confirm({ label, of, question, yes, ask, act }: Props) {
  const { t } = usePeople();
  const [asking, setAsking] = useState(false);
  const { run, busy, problem } = useAction(act);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const was = useRef(false);
  useEffect(() => {
    if (asking) box.current?.focus();
    else if (was.current) button.current?.focus();
    was.current = asking;
  }, [asking]);
  if (!asking) return <button type="button" ref={button} onClick={() => {
    ask?.();
    setAsking(true);
  }}>{label}<span className="hidden-text">: {of}</span></button>;
  return (
    <div className="confirm" role="group" aria-label={question} tabIndex={-1} ref={box}>
      <p>{question}</p>
      {problem && <ProblemNote problem={problem} />}
      <div className="actions-small confirm-answers">
        <button type="button" className="danger" aria-disabled={busy} onClick={() => void run()}>{yes}</button>
        <button type="button" onClick={() => setAsking(false)}>{t("cancel")}</button>
      </div>
    </div>
  );
}
