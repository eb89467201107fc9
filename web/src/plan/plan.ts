import { useSyncExternalStore } from "react";
import type { Lang } from "../i18n/language";

/** An answer to a question about what is planned: a choice, a number, yes or no, or a moment in Finnish local time. */
export type Answer = string | number | boolean;
export type Answers = Readonly<Record<string, Answer>>;

let answers: Answers = {};
const listeners = new Set<() => void>();

/** Answers a question; null takes the answer back. */
export function tell(question: string, answer: Answer | null): void {
  const others = Object.fromEntries(Object.entries(answers).filter(([id]) => id !== question));
  answers = answer === null ? others : { ...others, [question]: answer };
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** What was told about the plan. */
export const usePlan = (): Answers => useSyncExternalStore(subscribe, () => answers);

/** A question as the service asks it. */
interface Asked {
  id: string;
  kinds?: string[] | null;
}

/** The questions that concern a kind of project. */
export const asking = <Q extends Asked>(questions: readonly Q[], kind: Answer | undefined): Q[] =>
  questions.filter((q) => q.id === "kind" || (kind !== undefined && (!q.kinds?.length || q.kinds.includes(String(kind)))));

/** The answers to those: what was told of another kind stays told, and is not asked by. */
export function given(questions: readonly Asked[], all: Answers): Answers {
  const asked = new Set(asking(questions, all["kind"]).map((q) => q.id));
  return Object.fromEntries(Object.entries(all).filter(([id]) => asked.has(id)));
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
