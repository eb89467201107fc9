import type { components } from "../api/schema";
import type { Fields, Value } from "./values";

type Schemas = components["schemas"];
export type Kind = Schemas["KindBody"];
export type Question = Schemas["KindQuestion"];

/** The answer to a question. */
export const answerTo = (fields: Fields, id: string): Value => fields[`/answers/${id}`] ?? null;

/** The questions that are asked now, by the answers so far: as the service asks them (projects/competence.go). */
export const asked = (kind: Kind, fields: Fields): Question[] => kind.questions.filter((q) => fulfils(kind, q.when, fields));

/** Whether a case is so. The answer to a question that is not asked any more counts for nothing. */
function fulfils(kind: Kind, when: Question["when"], fields: Fields): boolean {
  if (!when) return true;
  const question = kind.questions.find((q) => q.id === when.question);
  if (!question || !fulfils(kind, question.when, fields)) return false;
  const answer = answerTo(fields, question.id);
  if (when.at_least !== undefined) {
    const number = readNumber(answer);
    return number !== null && number >= when.at_least;
  }
  return chosen(question, answer).some((code) => when.in?.includes(code));
}

/** The codes that an answer gives; none where it cannot be read. */
export function chosen({ type }: Question, answer: Value): string[] {
  if (type === "boolean" && (answer === true || answer === false || answer === "true" || answer === "false")) return [String(answer)];
  if (type === "one" && typeof answer === "string") return [answer];
  if (type === "several" && Array.isArray(answer)) return answer.filter((code): code is string => typeof code === "string");
  return [];
}

/** A number as people write it: digits in one go or in groups of three, and a decimal comma or point. */
const typedNumber = /^-?(\d{1,15}|\d{1,3}( \d{3}){1,4})([.,]\d{1,10})?$/;

export function readNumber(answer: Value): number | null {
  if (typeof answer === "number") return answer;
  if (typeof answer !== "string") return null;
  const text = answer.replaceAll(/[\u00a0\u202f\u2009]/g, " ").replaceAll("\u2212", "-").trim();
  return typedNumber.test(text) ? Number(text.replaceAll(" ", "").replace(",", ".")) : null;
}

/** What a proximity check is told of the project: its kind and the answers that rules ask for. */
export function checkAnswers(kind: Kind, fields: Fields): Record<string, unknown> {
  const told: Record<string, unknown> = { kind: kind.check };
  for (const q of asked(kind, fields)) {
    if (!q.check || told[q.check] !== undefined) continue;
    const value = checkValue(q, answerTo(fields, q.id));
    if (value !== null) told[q.check] = value;
  }
  return told;
}

function checkValue(q: Question, answer: Value): number | boolean | string | null {
  if (q.type === "number") {
    const number = readNumber(answer);
    return number !== null && number >= (q.least ?? -Infinity) && number <= (q.most ?? Infinity) ? number : null;
  }
  const [code] = chosen(q, answer);
  if (code === undefined) return null;
  if (q.type === "boolean") return code === "true";
  return q.choices?.some((c) => c.code === code) ? code : null;
}
