import { type FormEvent, useState } from "react";
import { Button } from "suomifi-ui-components";
import { Area, Choices, Field, Select } from "../form/Field";
import { FaultList } from "../form/FaultList";
import { faultless, faultsOf, fieldId } from "../form/faults";
import { useAction } from "../form/useAction";
import { useRules } from "../i18n/rules";
import { themeOrder } from "../layers/layer";
import { CaseFields } from "./CaseFields";
import { ConditionFields } from "./ConditionFields";
import { PlaceFields } from "./PlaceFields";
import { measures, related, withCases, withoutCases } from "./draft";
import { useNames } from "./facts";
import { type At, NumberField, Texts } from "./fields";
import type { Case, Draft, RuleText } from "./queries";

interface Props {
  first: Draft;
  /** It is not kept yet. */
  isNew?: boolean;
  save: (draft: Draft) => Promise<void>;
}

const form = "rule";
const relations = ["inside", "overlaps", "within", "nearest"] as const;

/** The text of a proposal, field by field. What the form does not show of a rule is kept as it is. */
export function ProposalForm({ first, isNew = false, save }: Props) {
  const { t, common, lang } = useRules();
  const names = useNames();
  const [draft, setDraft] = useState(first);
  const [parted, setParted] = useState<readonly Case[] | undefined>(first.rule.cases ?? undefined); // cases stay while there are none
  const [unread, setUnread] = useState(false);
  const { run, busy, problem } = useAction(async () => save(draft));
  const rule = draft.rule;
  const put = (change: Partial<RuleText>) => setDraft({ ...draft, rule: { ...rule, ...change } });
  const whole = (next: RuleText) => setDraft({ ...draft, rule: next });
  const labels = labelsOf(draft, t);
  const faulty = problem ? faultsOf(problem, labels.map(([pointer]) => pointer)) : faultless;
  const at: At = (pointer) => ({ id: fieldId(form, pointer), fault: faulty.fields[pointer] });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const bad = hasNaN(draft);
    setUnread(bad);
    if (!bad) void run();
  };
  const texts = (key: "title" | "why" | "next" | "statute" | "authority", long: boolean, hint?: string) =>
    <Texts at={at} pointer={`/rule/${key}`} label={t(`field.${key}`)} hint={hint} long={long} value={rule[key]} onChange={(value) => put({ [key]: value })} />;
  const dates = (
    <div className="form-row">
      <Field {...at("/rule/valid_from")} label={draft.kind === "end" ? t("end.from") : t("field.valid_from")} type="date" value={rule.valid_from} onChange={(valid_from) => put({ valid_from })} />
      {draft.kind !== "end" && <Field {...at("/rule/valid_to")} label={t("field.valid_to")} type="date" value={rule.valid_to ?? ""} onChange={(day) => put({ valid_to: day || undefined })} />}
    </div>
  );
  return (
    <form className="form rule-form" onSubmit={submit} noValidate>
      <FaultList form={form} faulty={faulty} labels={labels} />
      {unread && <p className="note note-error" role="alert">{t("form.unread")}</p>}
      {draft.kind === "end" && <p className="note">{t("end.about")}</p>}
      {dates}
      {draft.kind !== "end" && (
        <>
          {draft.kind === "new" && <Field {...at("/rule/id")} label={t("field.id")} hint={t("field.idHint")} value={rule.id} onChange={(id) => put({ id })} autoComplete="off" spellCheck={false} />}
          {texts("title", false, t("field.titleHint"))}
          <Select {...at("/rule/theme")} label={t("field.theme")} hint={t("field.themeHint")} value={rule.theme} onChange={(theme) => put({ theme })}>
            {!themeOrder.some((name) => name === rule.theme) && <option value={rule.theme}>{rule.theme}</option>}
            {[...themeOrder].sort((a, b) => names.theme(a).localeCompare(names.theme(b), lang)).map((name) => <option key={name} value={name}>{names.theme(name)}</option>)}
          </Select>
          <Select {...at("/rule/relation")} label={t("field.relation")} value={rule.relation} onChange={(relation) => whole(related(rule, relation as RuleText["relation"]))}>
            {relations.map((r) => <option key={r} value={r}>{t(`relation.${r}`)}</option>)}
          </Select>
          {rule.relation === "overlaps" && <NumberField at={at("/rule/share")} label={t("field.share")} hint={t("field.shareHint")} value={rule.share} onChange={(share) => put({ share })} />}
          <Select id={at("/rule/cases").id} fault={at("/rule/cases").fault} label={t("cases.way")} value={rule.cases?.length ? "cases" : "same"} onChange={(way) => {
            if (rule.cases?.length) setParted(rule.cases);
            whole(way === "cases" ? withCases(rule, parted) : withoutCases(rule));
          }}>
            <option value="same">{t("cases.same")}</option>
            <option value="cases">{t("cases.parted")}</option>
          </Select>
          {rule.cases?.length ? <CaseFields rule={rule} at={at} onChange={(cases) => put({ cases })} /> : (
            <>
              {measures(rule.relation) && <NumberField at={at("/rule/distance_m")} label={t("cases.distance")} hint={rule.relation === "nearest" ? t("field.nearestHint") : undefined} value={rule.distance_m} onChange={(distance_m) => put({ distance_m })} />}
              <Select {...at("/rule/severity")} label={t("field.severity")} value={rule.severity ?? "amber"} onChange={(s) => put({ severity: s as RuleText["severity"] })}>
                {(["red", "amber", "green"] as const).map((s) => <option key={s} value={s}>{common(`severity.${s}.word`)}</option>)}
              </Select>
              {rule.relation === "within" && (
                <Select {...at("/rule/zone")} label={t("field.zone")} hint={t("field.zoneHint")} value={rule.zone ?? ""} onChange={(zone) => put({ zone: zone || undefined })}>
                  <option value="">{t("condition.noOther")}</option>
                  {[...new Set([...names.meanings(rule.theme), ...(rule.zone ? [rule.zone] : [])])].map((m) => <option key={m} value={m}>{names.meaning(m, rule.theme)}</option>)}
                </Select>
              )}
            </>
          )}
          <ConditionFields rule={rule} at={at} onChange={(condition) => put({ condition })} />
          <details className="rule-kinds" open={!!rule.kinds?.length || undefined}>
            <summary>{t("field.kinds")}</summary>
            <Choices {...at("/rule/kinds")} label={t("field.kindsWhich")} hint={t("field.kindsHint")} choices={names.question("kind")?.choices ?? []} chosen={rule.kinds ?? []} onChange={(kinds) => put({ kinds: kinds.length > 0 ? kinds : undefined })} />
          </details>
          <label className="choice"><input type="checkbox" checked={rule.during ?? false} onChange={(e) => put({ during: e.target.checked || undefined })} /><span>{t("field.during")}<span className="choice-hint">{t("field.duringHint")}</span></span></label>
          {texts("why", true, t("field.whyHint"))}
          {texts("next", true)}
          {texts("statute", true, t("field.statuteHint"))}
          {texts("authority", true)}
          <Select {...at("/rule/field")} label={t("field.field")} hint={t("field.fieldHint")} value={rule.field ?? ""} onChange={(field) => put({ field: field || undefined })}>
            <option value="">{t("condition.noOther")}</option>
            {rule.field && !names.fields.some((f) => f.code === rule.field) && <option value={rule.field}>{rule.field}</option>}
            {names.fields.map((f) => <option key={f.code} value={f.code}>{f.name}</option>)}
          </Select>
        </>
      )}
      <Area {...at("/reason")} label={t("field.reason")} hint={t("field.reasonHint")} maxLength={2000} value={draft.reason} onChange={(reason) => setDraft({ ...draft, reason })} />
      <PlaceFields draft={draft} at={at} onChange={(change) => setDraft({ ...draft, ...change })} />
      <Button type="submit" aria-disabled={busy}>{t(isNew ? "form.begin" : "form.save")}</Button>
    </form>
  );
}

/** Whether a number could not be read. */
const hasNaN = (value: unknown): boolean => (typeof value === "number" ? Number.isNaN(value) : typeof value === "object" && value !== null && Object.values(value).some(hasNaN));

/** The fields in the order of the form, with their labels. */
function labelsOf(draft: Draft, t: ReturnType<typeof useRules>["t"]): (readonly [string, string])[] {
  const { rule } = draft;
  const texts = (key: "title" | "why" | "next" | "statute" | "authority") => (["fi", "sv", "en"] as const).map((l) => [`/rule/${key}/${l}`, `${t(`field.${key}`)}: ${t(`language.${l}`)}`] as const);
  const cases = (rule.cases ?? []).flatMap((c, i) => {
    const name = t("caseNumber", { number: i + 1 });
    const one = (pointer: string, label: string) => [`/rule/cases/${i}${pointer}`, `${name}: ${label}`] as const;
    return [
      ...Object.keys(c.when ?? {}).map((id) => one(`/when/${id}`, t("cases.when"))), one("/distance_m", t("cases.distance")),
      one("/formula/of", t("cases.of")), one("/formula/k", t("cases.k")), one("/formula/root", t("cases.root")), one("/formula/share", t("cases.share")), one("/formula/least_m", t("cases.least")), one("/severity", t("field.severity")),
    ];
  });
  return [
    ["/rule/valid_from", t("field.valid_from")], ["/rule/valid_to", t("field.valid_to")], ["/rule/id", t("field.id")], ...texts("title"), ["/rule/theme", t("field.theme")], ["/rule/relation", t("field.relation")],
    ["/rule/share", t("field.share")], ["/rule/cases", t("cases.way")], ...cases, ["/rule/distance_m", t("cases.distance")], ["/rule/severity", t("field.severity")], ["/rule/zone", t("field.zone")],
    ["/rule/condition/meaning", t("condition.meaning")], ["/rule/condition/or", t("condition.or")], ["/rule/condition/in", t("condition.values.in")], ["/rule/condition/not_in", t("condition.values.not_in")],
    ["/rule/condition/known", t("condition.known")], ["/rule/condition/absent", t("condition.absent")], ["/rule/condition", t("field.condition")], ["/rule/kinds", t("field.kinds")],
    ...texts("why"), ...texts("next"), ...texts("statute"), ...texts("authority"), ["/rule/field", t("field.field")], ["/reason", t("field.reason")],
    ...draft.places.flatMap((_, i) => [[`/places/${i}/name`, t("places.name", { number: i + 1 })], [`/places/${i}/geometry`, t("places.name", { number: i + 1 })]] as const), ["/places", t("places.heading")],
  ];
}
