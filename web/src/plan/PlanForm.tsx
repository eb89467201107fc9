import { useState } from "react";
import { useQuestions } from "../api/queries";
import type { components } from "../api/schema";
import { Field, Select } from "../form/Field";
import { useText } from "../i18n/useText";
import { lang } from "../page/config";
import type { Answer, Answers } from "./answers";
import { asking, readNumber } from "./plan";
import { tell, usePlan } from "./usePlan";

type Question = components["schemas"]["Question"];

/** What is planned at the place: the kind of project, and what rules ask of that kind. */
export function PlanForm() {
  const { t } = useText();
  const questions = useQuestions().data?.items ?? [];
  const answers = usePlan();
  if (questions.length === 0) return null;
  return (
    <fieldset className="plan">
      <legend className="hidden-text">{t("plan.heading")}</legend>
      <QuestionFields id="plan" answers={answers} tell={tell} />
    </fieldset>
  );
}

type Tell = (question: string, answer: Answer | null) => void;

/** The questions about a plan, as far as they concern its kind. */
export function QuestionFields({ id, answers, tell }: { id: string; answers: Answers; tell: Tell }) {
  const questions = useQuestions().data?.items ?? [];
  return asking(questions, answers["kind"]).map((q) => <Asked key={q.id} id={`${id}-${q.id}`} question={q} answer={answers[q.id]} tell={tell} />);
}

interface AskedProps {
  id: string;
  question: Question;
  answer: Answer | undefined;
  tell: Tell;
}

/** One question. */
function Asked({ id, question: q, answer, tell }: AskedProps) {
  const { t } = useText();
  const label = q.unit ? `${q.label} (${q.unit})` : q.label;
  switch (q.type) {
    case "choice":
      return (
        <Select id={id} label={label} hint={q.hint} value={String(answer ?? "")} onChange={(value) => tell(q.id, value || null)}>
          <option value="">{t("plan.untold")}</option>
          {q.choices?.map((c) => <option key={c.value} value={c.value}>{c.label}</option>)}
        </Select>
      );
    case "boolean":
      return (
        <Select id={id} label={label} hint={q.hint} value={String(answer ?? "")} onChange={(value) => tell(q.id, value === "" ? null : value === "true")}>
          <option value="">{t("plan.untold")}</option>
          <option value="true">{t("plan.yes")}</option>
          <option value="false">{t("plan.no")}</option>
        </Select>
      );
    case "moment":
      return <Field id={id} label={label} hint={q.hint} type="datetime-local" value={String(answer ?? "")} onChange={(value) => tell(q.id, value || null)} />;
    case "number":
      return <Amount id={id} label={label} question={q} answer={answer} tell={tell} />;
  }
}

/** A number, which counts when the field is left or Enter is pressed. */
function Amount({ id, label, question: q, answer, tell }: AskedProps & { label: string }) {
  const { t, number } = useText();
  const [typed, setTyped] = useState(answer === undefined ? "" : number(Number(answer)));
  const [fault, setFault] = useState("");
  const [known, setKnown] = useState(answer);
  if (known !== answer) { // told from elsewhere, as by a link or by Back, the field shows it; what is typed and wrong stays, with its fault
    setKnown(answer);
    if (answer === undefined ? !fault : readNumber(typed, lang) !== answer) setTyped(answer === undefined ? "" : number(Number(answer)));
  }
  const settle = () => {
    const value = readNumber(typed, lang);
    const beyond = value !== null && (value < (q.least ?? 0) || value > (q.most ?? Number.POSITIVE_INFINITY));
    const wrong = beyond || (value === null && typed.trim() !== "");
    setFault(wrong ? t("plan.numberFault", { least: number(q.least ?? 0), most: number(q.most ?? 0) }) : "");
    if (value !== null && !wrong) setTyped(number(value)); // as it was read
    tell(q.id, wrong ? null : value);
  };
  return (
    <Field
      id={id} label={label} hint={q.hint} fault={fault} inputMode="decimal" autoComplete="off" value={typed} onChange={setTyped} onBlur={settle}
      onKeyDown={(event) => { if (event.key === "Enter") settle(); }}
    />
  );
}
