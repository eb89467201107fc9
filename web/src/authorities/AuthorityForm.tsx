import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Button } from "suomifi-ui-components";
import type { Tagged } from "../api/client";
import { Problem } from "../api/problem";
import { Field } from "../form/Field";
import { FaultList } from "../form/FaultList";
import { type Faulty, faultless, faultsOf, fieldId } from "../form/faults";
import { merge } from "../form/merge";
import { useAction } from "../form/useAction";
import { languages } from "../i18n/language";
import { usePeople } from "../i18n/people";
import { announce } from "../shell/Announcer";
import { type Card, type ExceptionText, bodyOf, cardOf, fieldOf, unreadable } from "./card";
import { weekdays } from "./hours";
import { type Authority, type Hours, authorityQuery, saveAuthority } from "./queries";

const contact = ["phone", "email", "e_service", "web", "street", "postal_code", "town"] as const;
const id = (pointer: string) => fieldId("card", pointer);

/** Changes how an authority is reached and when it is open. */
export function AuthorityForm({ code, first }: { code: string; first: Tagged<Authority> }) {
  const { t } = usePeople();
  const queries = useQueryClient();
  const [base, setBase] = useState(first);
  const [card, setCard] = useState<Card>(() => cardOf(first.body));
  const [own, setOwn] = useState<Faulty>(faultless);
  const [note, setNote] = useState("");
  const [sent, setSent] = useState<Hours>(first.body.hours);
  const { run, busy, problem, clear } = useAction(async () => {
    const body = bodyOf(card, base.body.hours);
    setSent(body.hours);
    const next = await saveAuthority(code, base.tag, body);
    queries.setQueryData(authorityQuery(code).queryKey, next);
    void queries.invalidateQueries({ queryKey: ["authorities"] });
    setBase(next);
    setCard(cardOf(next.body));
    setNote(t("admin.saved"));
    announce(t("admin.saved"));
  });
  const put = (change: Partial<Card>) => {
    setCard({ ...card, ...change });
    setNote("");
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setNote("");
    clear();
    const wrong = unreadable(card);
    setOwn({ fields: Object.fromEntries(wrong.map((pointer) => [pointer, t("admin.hoursFault")])), rest: [] });
    if (wrong.length > 0) return;
    const failed = await run();
    if (failed?.status !== 412) return;
    const theirs = await queries.fetchQuery({ ...authorityQuery(code), staleTime: 0 });
    const both = merge(cardOf(base.body), card, cardOf(theirs.body));
    setBase(theirs);
    setCard(both.merged);
    setNote(both.conflicts.length > 0 ? t("admin.changedBoth", { fields: both.conflicts.map(label).join(", ") }) : t("changed.merged"));
  };
  const label = (field: keyof Card): string =>
    field === "days" ? t("authority.hours") : field === "exceptions" ? t("authority.exceptions") : field === "note" ? t("authority.note") : field === "street" || field === "postal_code" || field === "town" ? t(`profile.${field}`) : t(`authority.${field}`);
  const labels: [string, string][] = [
    ...contact.map((field): [string, string] => [`/${field}`, label(field)]), ["/note", t("authority.note")],
    ...weekdays.map((day, i): [string, string] => [`/days/${i}`, t(`weekday.${day}`)]),
    ...card.exceptions.map((e, i): [string, string] => [`/hours/exceptions/${i}`, e.date || t("admin.day")]),
  ];
  const changed = problem?.status === 412;
  const told = problem && !changed ? new Problem(problem.status, problem.title, problem.message, problem.faults.map((f) => ({ ...f, pointer: fieldOf(f.pointer ?? "", sent) }))) : null;
  const faulty = told ? faultsOf(told, labels.map(([pointer]) => pointer)) : own;
  const fault = (pointer: string) => faulty.fields[pointer];
  return (
    <form className="form" onSubmit={(e) => void submit(e)} noValidate>
      <FaultList form="card" faulty={faulty} labels={labels} />
      {changed && <div className="note note-warning" role="alert"><p><b>{t("changed.heading")}</b></p><p>{note}</p></div>}
      {contact.map((field) => <Field key={field} id={id(`/${field}`)} label={label(field)} fault={fault(`/${field}`)} value={card[field]} onChange={(v) => put({ [field]: v })} autoComplete="off" />)}
      <fieldset className="form-field">
        <legend className="field-label">{t("authority.note")}</legend>
        {languages.map((l) => <Field key={l} id={l === "fi" ? id("/note") : `${id("/note")}-${l}`} label={t(`languages.${l}`)} fault={l === "fi" ? fault("/note") : undefined} value={card.note[l]} onChange={(v) => put({ note: { ...card.note, [l]: v } })} lang={l} />)}
      </fieldset>
      <fieldset className="form-field form-days">
        <legend className="field-label">{t("authority.hours")}</legend>
        <p className="field-hint">{t("admin.hoursHint")}</p>
        {weekdays.map((day, i) => <Field key={day} id={id(`/days/${i}`)} label={t(`weekday.${day}`)} fault={fault(`/days/${i}`)} value={card.days[i] ?? ""} onChange={(v) => put({ days: card.days.map((d, j) => (j === i ? v : d)) })} />)}
      </fieldset>
      <fieldset className="form-field">
        <legend className="field-label">{t("authority.exceptions")}</legend>
        {card.exceptions.map((e, i) => (
          <Exception key={i} i={i} exception={e} fault={fault(`/hours/exceptions/${i}`)} onChange={(next) => put({ exceptions: card.exceptions.flatMap((x, j) => (j !== i ? [x] : next ? [next] : [])) })} />
        ))}
        <div className="actions-small"><button type="button" onClick={() => put({ exceptions: [...card.exceptions, { date: "", hours: "", note: { fi: "", sv: "", en: "" } }] })}>{t("admin.addDay")}</button></div>
      </fieldset>
      <Button type="submit" aria-disabled={busy}>{t("save")}</Button>
      {note && !changed && <p className="done">{note}</p>}
    </form>
  );
}

interface ExceptionProps {
  i: number;
  exception: ExceptionText;
  fault?: string;
  onChange: (next: ExceptionText | null) => void;
}

function Exception({ i, exception, fault, onChange }: ExceptionProps) {
  const { t } = usePeople();
  const here = id(`/hours/exceptions/${i}`);
  return (
    <div className="exception">
      <div className="form-row">
        <Field id={here} label={t("admin.day")} type="date" fault={fault} value={exception.date} onChange={(date) => onChange({ ...exception, date })} />
        <Field id={`${here}-hours`} label={t("admin.dayHours")} value={exception.hours} onChange={(hours) => onChange({ ...exception, hours })} />
      </div>
      <details>
        <summary>{t("admin.dayNote")}{exception.note.fi && `: ${exception.note.fi}`}</summary>
        {languages.map((l) => <Field key={l} id={`${here}-${l}`} label={t(`languages.${l}`)} value={exception.note[l]} onChange={(v) => onChange({ ...exception, note: { ...exception.note, [l]: v } })} lang={l} />)}
      </details>
      <div className="actions-small"><button type="button" onClick={() => onChange(null)}>{t("admin.removeDay")}<span className="hidden-text">: {exception.date}</span></button></div>
    </div>
  );
}
