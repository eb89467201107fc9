import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Button } from "suomifi-ui-components";
import { Field, Select } from "../form/Field";
import { FaultList } from "../form/FaultList";
import { type Faulty, faultless, faultsOf, fieldId } from "../form/faults";
import { useAction } from "../form/useAction";
import { usePeople } from "../i18n/people";
import { askAgain } from "../who/queries";
import { beginningOf, dayOf, endOf } from "./day";
import { give, request, useMatters } from "./queries";
import { readUnits } from "./units";

interface Typed {
  nationalId: string;
  familyName: string;
  businessId: string;
  matter: string;
  units: string;
  from: string;
  to: string;
  note: string;
}

const inAYear = () => dayOf(new Date(Date.now() + 365 * 86_400_000));
const empty = (): Typed => ({ nationalId: "", familyName: "", businessId: "", matter: "", units: "", from: dayOf(new Date()), to: inAYear(), note: "" });

interface Props {
  way: "give" | "request";
  say: (text: string) => void;
}

/** Gives a mandate, or asks for one. */
export function MandateForm({ way, say }: Props) {
  const { t } = usePeople();
  const queries = useQueryClient();
  const matters = useMatters();
  const [typed, setTyped] = useState(empty);
  const [from, setFrom] = useState<"person" | "organisation">("person");
  const [own, setOwn] = useState<Faulty>(faultless);
  const side = way === "give" ? "/receiver" : "/giver";
  const ofPerson = way === "give" || from === "person";
  const put = (change: Partial<Typed>) => setTyped({ ...typed, ...change });
  const { run, busy, problem, clear } = useAction(async () => {
    const who = ofPerson ? { national_id: typed.nationalId.trim(), family_name: typed.familyName.trim() } : { business_id: typed.businessId.trim() };
    const terms = {
      matter: typed.matter, property_units: readUnits(typed.units), note: typed.note.trim() || undefined,
      valid_from: beginningOf(typed.from) ?? "", valid_to: endOf(typed.to) ?? "",
    };
    if (way === "give") await give({ receiver: who, ...terms });
    else await request({ giver: who, ...terms });
    setTyped(empty());
    await askAgain(queries);
    say(t(way === "give" ? "mandate.isGiven" : "mandate.isRequested"));
    document.getElementById("me-heading")?.closest<HTMLElement>("[tabindex]")?.focus();
  });
  const id = (pointer: string) => fieldId(`mandate-${way}`, pointer);
  const labels: [string, string][] = [
    ...(ofPerson ? [[`${side}/national_id`, t("mandate.nationalId")], [`${side}/family_name`, t("mandate.familyName")]] as [string, string][] : [[`${side}/business_id`, t("mandate.businessId")]] as [string, string][]),
    ["/matter", t("mandate.matter")], ["/property_units", t("mandate.units")], ["/valid_from", t("mandate.from")], ["/valid_to", t("mandate.to")], ["/note", t("mandate.note")],
  ];
  const faulty = problem ? faultsOf(problem, labels.map(([pointer]) => pointer)) : own;
  const fault = (pointer: string) => faulty.fields[pointer];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const fields: Record<string, string> = {};
    const need = (pointer: string, is: boolean, text: string) => !is && (fields[pointer] = text);
    if (ofPerson) {
      need(`${side}/national_id`, typed.nationalId.trim() !== "", t("form.required"));
      need(`${side}/family_name`, typed.familyName.trim() !== "", t("form.required"));
    } else need(`${side}/business_id`, typed.businessId.trim() !== "", t("form.required"));
    need("/matter", typed.matter !== "", t("form.required"));
    need("/valid_from", beginningOf(typed.from) !== null, t("form.day"));
    need("/valid_to", endOf(typed.to) !== null, t("form.day"));
    clear();
    setOwn({ fields, rest: [] });
    if (Object.keys(fields).length === 0) void run();
  };
  const matter = matters.data?.items?.find((m) => m.code === typed.matter);
  return (
    <form className="form" onSubmit={submit} noValidate>
      <p className="hint">{t(way === "give" ? "mandate.giveAbout" : "mandate.requestAbout")}</p>
      <FaultList form={`mandate-${way}`} faulty={faulty} labels={labels} />
      {way === "request" && (
        <Select id="mandate-request-from" label={t("mandate.fromWhom")} value={from} onChange={(v) => setFrom(v as "person" | "organisation")}>
          <option value="person">{t("mandate.person")}</option>
          <option value="organisation">{t("mandate.organisation")}</option>
        </Select>
      )}
      {ofPerson ? (
        <>
          <Field id={id(`${side}/national_id`)} label={t("mandate.nationalId")} fault={fault(`${side}/national_id`)} value={typed.nationalId} onChange={(nationalId) => put({ nationalId })} autoComplete="off" spellCheck={false} />
          <Field id={id(`${side}/family_name`)} label={t("mandate.familyName")} hint={t("mandate.familyNameHint")} fault={fault(`${side}/family_name`)} value={typed.familyName} onChange={(familyName) => put({ familyName })} autoComplete="off" />
        </>
      ) : <Field id={id(`${side}/business_id`)} label={t("mandate.businessId")} hint={t("mandate.businessIdHint")} fault={fault(`${side}/business_id`)} value={typed.businessId} onChange={(businessId) => put({ businessId })} autoComplete="off" />}
      <Select id={id("/matter")} label={t("mandate.matter")} hint={matter?.explanation} fault={fault("/matter")} value={typed.matter} onChange={(v) => put({ matter: v })}>
        <option value="">{t("mandate.choose")}</option>
        {matters.data?.items?.map((m) => <option key={m.code} value={m.code}>{m.name}</option>)}
      </Select>
      <div className="form-row">
        <Field id={id("/valid_from")} label={t("mandate.from")} fault={fault("/valid_from")} type="date" value={typed.from} onChange={(v) => put({ from: v })} />
        <Field id={id("/valid_to")} label={t("mandate.to")} fault={fault("/valid_to")} type="date" value={typed.to} onChange={(to) => put({ to })} />
      </div>
      <Field id={id("/property_units")} label={t("mandate.unitsOptional")} hint={t("mandate.unitsHint")} fault={fault("/property_units")} value={typed.units} onChange={(units) => put({ units })} />
      <Field id={id("/note")} label={t("mandate.noteOptional")} fault={fault("/note")} value={typed.note} onChange={(note) => put({ note })} />
      <Button type="submit" variant="secondary" aria-disabled={busy}>{t(way === "give" ? "mandate.giveNow" : "mandate.requestNow")}</Button>
    </form>
  );
}
