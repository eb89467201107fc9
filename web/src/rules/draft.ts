import type { Case, Draft, RuleText } from "./queries";

const nothing = { fi: "", sv: "", en: "" };

/** A rule of which nothing is known yet. */
export const blank: RuleText = { id: "", theme: "natura", relation: "within", distance_m: 100, severity: "amber", title: nothing, why: nothing, next: nothing, statute: nothing, authority: nothing, valid_from: "" };

interface From {
  kind: Draft["kind"];
  rule: RuleText;
  /** The highest version of the rule. */
  base: number;
  /** The first day of the proposal, YYYY-MM-DD. */
  day: string;
  offer?: number;
}

/** A proposal that begins with a rule as it is. */
export function draftFrom({ kind, rule, base, day, offer }: From): Draft {
  const over = kind === "end" || (rule.valid_to !== undefined && rule.valid_to < day);
  return { kind, base, ...(offer ? { offer } : {}), rule: { ...rule, valid_from: day, valid_to: over ? undefined : rule.valid_to }, reason: "", places: [], answers: {} };
}

/** The rule with cases: those that it had, or one with its distance and severity. */
export const withCases = (rule: RuleText, former: readonly Case[] | undefined): RuleText => ({
  ...rule, distance_m: undefined, severity: undefined,
  cases: former?.length ? [...former] : [{ ...(rule.distance_m ? { distance_m: rule.distance_m } : {}), severity: rule.severity ?? "amber" }],
});

/** The rule without cases: with the distance and severity of the first. */
export const withoutCases = (rule: RuleText): RuleText => ({ ...rule, cases: undefined, distance_m: rule.cases?.[0]?.distance_m, severity: rule.cases?.[0]?.severity ?? "amber" });

/** Whether a relation is about a distance. */
export const measures = (relation: RuleText["relation"]) => relation === "within" || relation === "nearest";

/** The rule with another relation: what does not go with it is left out. */
export function related(rule: RuleText, relation: RuleText["relation"]): RuleText {
  const next: RuleText = { ...rule, relation, share: relation === "overlaps" ? (rule.share ?? 0.5) : undefined, zone: relation === "within" ? rule.zone : undefined };
  if (measures(relation)) return next;
  return { ...next, distance_m: undefined, cases: rule.cases?.map((c) => ({ ...c, distance_m: undefined, formula: undefined })) };
}
