import { useQuestions } from "../api/queries";
import { useFields } from "../authorities/queries";
import { useRules } from "../i18n/rules";
import { type Theme, themeOrder } from "../layers/layer";
import { useMap } from "../map/MapContext";
import type { Case, Condition, RuleText, Words } from "./queries";

/** One thing that a rule says, in words. */
export interface Fact {
  key: string;
  label: string;
  value: string;
}

const themes = new Set<string>(themeOrder);

/** The words for the codes of a rule. */
export function useNames() {
  const { t, common } = useRules();
  const { layers } = useMap();
  const questions = useQuestions().data?.items ?? [];
  const fields = useFields().data?.items ?? [];
  const theme = (name: string) => (themes.has(name) ? common(`theme.${name as Theme}`) : name);
  const question = (id: string) => questions.find((q) => q.id === id);
  const choice = (id: string, value: string) =>
    question(id)?.type === "boolean" ? t(value === "true" ? "yes" : "no") : (question(id)?.choices?.find((c) => c.value === value)?.label ?? value.replace("..", "–"));
  /** What an attribute is called by the layers of the theme, with its meaning. */
  const meaning = (code: string, of: string) => {
    const label = layers.filter((l) => l.theme === of).flatMap((l) => l.attributes ?? []).find((a) => a.meaning === code)?.label;
    return label ? `${label} (${code})` : code;
  };
  /** The meanings that the attributes of the theme's layers have. */
  const meanings = (of: string) => [...new Set(layers.filter((l) => l.theme === of).flatMap((l) => l.attributes ?? []).flatMap((a) => (a.meaning ? [a.meaning] : [])))].sort();
  const field = (code: string) => fields.find((f) => f.code === code)?.name ?? code;
  return { questions, fields, theme, question, choice, meaning, meanings, field };
}

/** Everything that a rule says, in words and in a fixed order, so that two versions can be held against each other. Texts in every language where asked for. */
export function useFacts() {
  const { t, common, lang, number, share, date, list } = useRules();
  const names = useNames();
  const metres = (m: number) => t("metres", { number: number(m) });
  const reach = (c: Case) => {
    if (c.formula) {
      const { of, k, root, share: part, least_m: least } = c.formula;
      return t("formulaWords", { share: number(part), k: number(k), root, of: names.question(of)?.label ?? of, least: number(least ?? 0) });
    }
    return c.distance_m ? metres(c.distance_m) : "";
  };
  const when = (c: Case) => Object.entries(c.when ?? {}).map(([id, values]) => `${names.question(id)?.label ?? id} ${values?.map((v) => names.choice(id, v)).join(", ") ?? ""}`).join("; ") || t("always");
  const severity = (s: string | undefined) => (s === "red" || s === "amber" || s === "green" ? common(`severity.${s}.word`) : "");
  const condition = (c: Condition, theme: string) => [
    c.meaning && [names.meaning(c.meaning, theme), c.or && t("condition.orWords", { meaning: names.meaning(c.or, theme) })].filter(Boolean).join(" "),
    c.in?.length && t("condition.inWords", { values: c.in.join(", ") }),
    c.not_in?.length && t("condition.notInWords", { values: c.not_in.join(", ") }),
    c.known?.length && t("condition.knownWords", { values: c.known.join(", ") }),
    c.absent && t(`condition.absentWords.${c.absent}`),
    c.covering && t("condition.covering"),
  ].filter(Boolean).join("; ");
  /** A text of a rule for those who read it: what stands for a feature is told in words. */
  const read = (text: string, m: number | undefined) => text.replaceAll("{d}", m ? metres(m) : t("mark.d")).replaceAll("{name}", t("mark.name")).replaceAll("{value}", t("mark.value"));
  return (rule: RuleText, every: boolean): Fact[] => {
    const facts: Fact[] = [];
    const put = (key: string, label: string, value: string | false | undefined) => {
      if (value) facts.push({ key, label, value });
    };
    const words = (key: "title" | "why" | "next" | "statute" | "authority", texts: Words) => {
      if (!every) put(key, t(`field.${key}`), read(texts[lang] || texts.fi, rule.distance_m));
      else for (const l of ["fi", "sv", "en"] as const) put(`${key}.${l}`, `${t(`field.${key}`)} (${t(`language.${l}`)})`, texts[l]);
    };
    if (every) words("title", rule.title);
    put("theme", t("field.theme"), names.theme(rule.theme));
    put("relation", t("field.relation"), t(`relation.${rule.relation}`));
    put("distance", t("field.distance"), !!rule.distance_m && metres(rule.distance_m));
    put("share", t("field.share"), !!rule.share && share(rule.share));
    put("zone", t("field.zone"), !!rule.zone && names.meaning(rule.zone, rule.theme));
    put("severity", t("field.severity"), severity(rule.severity));
    rule.cases?.forEach((c, i) => put(`case.${i}`, t("caseNumber", { number: i + 1 }), [when(c), reach(c), severity(c.severity)].filter(Boolean).join(" → ")));
    put("kinds", t("field.kinds"), !!rule.kinds?.length && list(rule.kinds.map((k) => names.choice("kind", k))));
    put("condition", t("field.condition"), !!rule.condition && condition(rule.condition, rule.theme));
    put("during", t("field.during"), rule.during && t("yes"));
    for (const key of ["why", "next", "statute", "authority"] as const) words(key, rule[key]);
    put("field", t("field.field"), !!rule.field && names.field(rule.field));
    put("from", t("field.valid_from"), date(rule.valid_from));
    put("to", t("field.valid_to"), !!rule.valid_to && date(rule.valid_to));
    return facts;
  };
}
