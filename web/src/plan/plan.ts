import type { Lang } from "../i18n/language";
import type { Answer, Answers } from "./answers";

/** A question as the service asks it. */
interface Asked {
  id: string;
  type: "choice" | "number" | "boolean" | "moment";
  kinds?: string[] | null;
  choices?: { value: string }[] | null;
}

/** The questions that concern a kind of project. */
export const asking = <Q extends Asked>(questions: readonly Q[], kind: Answer | undefined): Q[] =>
  questions.filter((q) => q.id === "kind" || (kind !== undefined && (!q.kinds?.length || q.kinds.includes(String(kind)))));

/** The answers to those: what was told of another kind stays told, and is not asked by; nor is what an old link told. */
export function given(questions: readonly Asked[], all: Answers): Answers {
  const asked = new Map(asking(questions, all["kind"]).map((q) => [q.id, q]));
  return Object.fromEntries(Object.entries(all).filter(([id, answer]) => takes(asked.get(id), answer)));
}

/** Whether the question can be answered so. */
function takes(question: Asked | undefined, answer: Answer): boolean {
  if (question?.type === "choice") return question.choices?.some((c) => c.value === answer) ?? false;
  return question !== undefined && typeof answer === { number: "number", boolean: "boolean", moment: "string" }[question.type];
}

/**
 * Reads a number as it is typed: spaces between thousands, and in Finnish and Swedish a decimal comma, in English commas
 * between thousands. A point is a decimal one everywhere. What can be read in two ways, as 1.500 in Finnish, is not read: a
 * thousand times too little would be a wrong answer to a matter of safety.
 */
export function readNumber(typed: string, lang: Lang): number | null {
  const text = typed.replaceAll(/[\s\u00a0\u202f]/g, "").replace("−", "-");
  const grouped = lang === "en" ? /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) : false;
  const plain = lang === "en" ? /^-?\d+(\.\d+)?$/ : /^-?\d+([.,]\d+)?$/;
  if (!grouped && (!plain.test(text) || (lang !== "en" && /^-?[1-9]\d{0,2}\.\d{3}$/.test(text)))) return null;
  return Number(grouped ? text.replaceAll(",", "") : text.replace(",", "."));
}
