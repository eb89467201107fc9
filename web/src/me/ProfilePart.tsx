import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Button } from "suomifi-ui-components";
import type { Tagged } from "../api/client";
import { Problem } from "../api/problem";
import { Choices, Field, Select } from "../form/Field";
import { FaultList } from "../form/FaultList";
import { faultless, faultsOf, fieldId } from "../form/faults";
import { Meanwhile } from "../form/Meanwhile";
import { merge } from "../form/merge";
import { useAction } from "../form/useAction";
import { languages } from "../i18n/language";
import { usePeople } from "../i18n/people";
import { announce } from "../shell/Announcer";
import { Answer } from "../shell/Answer";
import { askAgain } from "../who/queries";
import { channels, inOrder } from "./channels";
import { type Contacts, type Profile, profileQuery, saveProfile } from "./queries";

/** What a party tells about itself once, for every matter. */
export function ProfilePart() {
  const profile = useQuery(profileQuery);
  return <Answer query={profile}>{profile.data && <ProfileForm first={profile.data} />}</Answer>;
}

const id = (field: keyof Contacts) => fieldId("profile", `/${field}`);
const address = ["street", "postal_code", "town"] as const;

function ProfileForm({ first }: { first: Tagged<Profile> }) {
  const { t } = usePeople();
  const queries = useQueryClient();
  // What the form began from: it stays while others change the profile, until they are brought together.
  const [base, setBase] = useState(first);
  const [typed, setTyped] = useState<Contacts>(first.body.contact);
  const [conflicts, setConflicts] = useState<(keyof Contacts)[] | null>(null);
  const [saved, setSaved] = useState(false);
  const { run, busy, problem } = useAction(async () => {
    const next = await saveProfile(base.tag, typed);
    queries.setQueryData(profileQuery.queryKey, next);
    setBase(next);
    setTyped(next.body.contact);
    setConflicts(null);
    setSaved(true);
    announce(t("me.profile.saved"));
    await askAgain(queries);
  });
  const put = (change: Partial<Contacts>) => {
    setTyped({ ...typed, ...change });
    setSaved(false);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setSaved(false);
    const failed = await run();
    if (failed?.status !== 412) return;
    const theirs = await queries.fetchQuery(profileQuery);
    const both = merge(base.body.contact, typed, theirs.body.contact);
    setBase(theirs);
    setTyped(both.merged);
    setConflicts(both.conflicts);
  };
  const { body } = base;
  const chosen = typed.channels ?? [];
  const labels = (["language", "email", "phone", "channels", ...(body.protected ? [] : address)] as const).map((f) => [`/${f}`, t(`profile.${f}`)] as const);
  const changed = problem instanceof Problem && problem.status === 412;
  const faulty = problem && !changed ? faultsOf(problem, labels.map(([pointer]) => pointer)) : faultless;
  const fault = (field: keyof Contacts) => faulty.fields[`/${field}`];
  const words = (value: string | readonly string[] | null) => (Array.isArray(value) ? value.map((c: string) => t(`channel.${c as (typeof channels)[number]}`)).join(", ") : String(value ?? ""));
  const offered = channels.filter((c) => c !== "paper" || !body.protected);
  return (
    <>
      <dl className="facts-list">
        <div><dt>{t("profile.name")}</dt><dd>{body.name}</dd></div>
        {body.business_id && <div><dt>{t("profile.businessId")}</dt><dd>{body.business_id}</dd></div>}
      </dl>
      <p className="hint">{body.kind === "organisation" ? t("profile.nameOfOrganisation") : t("profile.nameOfPerson")}</p>
      <form className="form" onSubmit={(e) => void submit(e)} noValidate>
        <FaultList form="profile" faulty={faulty} labels={labels} />
        {changed && conflicts && <Meanwhile conflicts={conflicts.map((field) => ({ field, label: t(`profile.${field}`), mine: words(typed[field]), theirs: words(body.contact[field]) }))} take={(field) => {
          put({ [field]: body.contact[field] });
          setConflicts(conflicts.filter((f) => f !== field));
          document.getElementById(id(field))?.focus();
        }} />}
        <Select id={id("language")} label={t("profile.language")} hint={t("profile.languageHint")} fault={fault("language")} value={typed.language} onChange={(v) => put({ language: v as Contacts["language"] })}>
          {languages.map((l) => <option key={l} value={l}>{t(`languages.${l}`)}</option>)}
        </Select>
        <Field id={id("email")} label={t("profile.email")} fault={fault("email")} type="email" autoComplete="email" value={typed.email} onChange={(email) => put({ email })} />
        <Field id={id("phone")} label={t("profile.phone")} hint={t("profile.phoneHint")} fault={fault("phone")} type="tel" autoComplete="tel" value={typed.phone} onChange={(phone) => put({ phone })} />
        {body.protected ? <div className="note"><p><b>{t("profile.protected")}</b></p><p>{t("profile.protectedWhy")}</p></div> : (
          <>
            <Field id={id("street")} label={t("profile.street")} fault={fault("street")} autoComplete="street-address" value={typed.street} onChange={(street) => put({ street })} />
            <div className="form-row">
              <Field id={id("postal_code")} label={t("profile.postal_code")} fault={fault("postal_code")} inputMode="numeric" autoComplete="postal-code" value={typed.postal_code} onChange={(postal_code) => put({ postal_code })} />
              <Field id={id("town")} label={t("profile.town")} fault={fault("town")} autoComplete="address-level2" value={typed.town} onChange={(town) => put({ town })} />
            </div>
          </>
        )}
        <Choices
          id={id("channels")} label={t("profile.channels")} hint={t("profile.channelsHint")} fault={fault("channels")} chosen={chosen}
          choices={offered.map((c) => ({ value: c, label: t(`channel.${c}`) }))} onChange={(next) => put({ channels: next })}
        />
        {chosen.length > 1 && (
          <Select id="profile-first" label={t("profile.first")} value={chosen[0] ?? ""} onChange={(first) => put({ channels: inOrder(chosen, first) })}>
            {offered.filter((c) => chosen.includes(c)).map((c) => <option key={c} value={c}>{t(`channel.${c}`)}</option>)}
          </Select>
        )}
        <Button type="submit" aria-disabled={busy}>{t("save")}</Button>
        {saved && <p className="done">{t("me.profile.saved")}</p>}
      </form>
    </>
  );
}
