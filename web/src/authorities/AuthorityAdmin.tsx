import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Button, IconArrowLeft } from "suomifi-ui-components";
import { Problem } from "../api/problem";
import { Confirm } from "../form/Confirm";
import { Field, Select } from "../form/Field";
import { FaultList } from "../form/FaultList";
import { type Faulty, faultless, faultsOf, fieldId } from "../form/faults";
import { useAction } from "../form/useAction";
import { usePeople } from "../i18n/people";
import { dayOf } from "../mandates/day";
import { announce } from "../shell/Announcer";
import { Answer } from "../shell/Answer";
import { Top } from "../shell/Top";
import { mine, useMe } from "../who/queries";
import { SignInWays } from "../who/SignInView";
import { AuthorityForm } from "./AuthorityForm";
import { AuthorityLink } from "./AuthorityLink";
import { type Official, type Role, appoint, authorityQuery, dismiss, roles, useOfficials } from "./queries";

/** An authority's officials and its card, for its administrators. */
export function AuthorityAdmin({ code }: { code: string }) {
  const { t } = usePeople();
  const { data: me } = useMe();
  const authority = useQuery(authorityQuery(code));
  const name = authority.data?.body.name ?? "";
  return (
    <section aria-labelledby="admin-heading">
      <Top id="admin-heading" heading={t("admin.heading")} focusOn={code}>
        <AuthorityLink code={code} className="back"><IconArrowLeft aria-hidden="true" />{name || t("authority.heading")}</AuthorityLink>
      </Top>
      {me && !me.signed_in && <><p className="intro">{t("admin.signIn")}</p><SignInWays /></>}
      {me?.signed_in && <Officials code={code} name={name} />}
    </section>
  );
}

function Officials({ code, name }: { code: string; name: string }) {
  const { t } = usePeople();
  const officials = useOfficials(code);
  const queries = useQueryClient();
  const authority = useQuery(authorityQuery(code));
  const [said, setSaid] = useState("");
  if (officials.error instanceof Problem && officials.error.status === 404) return <p className="note">{t("admin.notYours")}</p>;
  const again = async (text: string) => {
    setSaid(text);
    announce(text);
    await queries.invalidateQueries({ queryKey: [mine, "officials"] });
    document.getElementById("admin-heading")?.closest<HTMLElement>("[tabindex]")?.focus();
  };
  return (
    <>
      {said && <p className="done">{said}</p>}
      <section className="part" aria-labelledby="officials-heading">
        <h3 id="officials-heading">{t("admin.officials")}</h3>
        <p className="hint">{t("admin.logged")}</p>
        <Answer query={officials}>
          {officials.data?.items?.length === 0 && <p className="hint">{t("admin.none")}</p>}
          <ul className="cards">
            {officials.data?.items?.map((o) => (
              <li key={o.id} className="card official">
                <OfficialCard official={o} dismiss={async () => {
                  await dismiss(o.authority.code, o.id);
                  await again(t("admin.dismissed", { name: o.name ?? t("admin.protected") }));
                }} />
              </li>
            ))}
          </ul>
        </Answer>
      </section>
      {officials.data && (
        <>
          <details className="place-form">
            <summary>{t("admin.appoint")}</summary>
            <AppointForm code={code} units={authority.data?.body.units?.map((u) => ({ code: u.code, name: u.name })) ?? []} name={name} onDone={() => void again(t("admin.appointed"))} />
          </details>
          <details className="place-form">
            <summary>{t("admin.card")}</summary>
            {authority.data && <AuthorityForm code={code} first={authority.data} />}
          </details>
        </>
      )}
    </>
  );
}

function OfficialCard({ official, dismiss }: { official: Official; dismiss: () => Promise<void> }) {
  const { t, date } = usePeople();
  const name = official.name ?? t("admin.protected");
  return (
    <>
      <h4>{name}</h4>
      <dl>
        <div><dt>{t("admin.role")}</dt><dd>{t(`role.${official.role}`)}</dd></div>
        <div><dt>{t("admin.authority")}</dt><dd>{official.authority.name}</dd></div>
        <div><dt>{t("mandate.time")}</dt><dd>{official.valid_to ? `${date(official.valid_from)}–${date(official.valid_to)}` : t("admin.since", { date: date(official.valid_from) })}</dd></div>
      </dl>
      {official.dismissed ? <p className="tag" data-state="over">{t("admin.isDismissed")}</p> : (
        <div className="actions actions-small">
          <Confirm label={t("admin.dismiss")} of={`${name}, ${t(`role.${official.role}`)}`} question={t("admin.dismissQuestion", { name, role: t(`role.${official.role}`) })} yes={t("admin.dismiss")} act={dismiss} />
        </div>
      )}
      {official.source !== "here" && !official.dismissed && <p className="hint">{t("admin.ofProvider")}</p>}
    </>
  );
}

interface AppointProps {
  code: string;
  name: string;
  units: { code: string; name: string }[];
  onDone: () => void;
}

/** Gives a person an office. */
function AppointForm({ code, name, units, onDone }: AppointProps) {
  const { t } = usePeople();
  const [at, setAt] = useState(code);
  const [nationalId, setNationalId] = useState("");
  const [familyName, setFamilyName] = useState("");
  const [role, setRole] = useState<Role | "">("");
  const [from, setFrom] = useState(() => dayOf(new Date()));
  const [to, setTo] = useState("");
  const [own, setOwn] = useState<Faulty>(faultless);
  const { run, busy, problem, clear } = useAction(async () => {
    await appoint(at, { national_id: nationalId.trim(), family_name: familyName.trim(), role: role || "handler", valid_from: from || undefined, valid_to: to || undefined });
    setNationalId("");
    setFamilyName("");
    setRole("");
    onDone();
  });
  const labels = [["/national_id", t("mandate.nationalId")], ["/family_name", t("mandate.familyName")], ["/role", t("admin.role")], ["/valid_from", t("mandate.from")], ["/valid_to", t("mandate.to")]] as const;
  const told = problem ? faultsOf(problem, [...labels.map(([pointer]) => pointer), "/person"]) : own;
  const faulty: Faulty = { ...told, fields: { ...told.fields, ...(told.fields["/person"] ? { "/national_id": told.fields["/person"] } : {}) } };
  const id = (pointer: string) => fieldId("appoint", pointer);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const fields: Record<string, string> = {};
    if (!nationalId.trim()) fields["/national_id"] = t("form.required");
    if (!familyName.trim()) fields["/family_name"] = t("form.required");
    if (!role) fields["/role"] = t("form.required");
    clear();
    setOwn({ fields, rest: [] });
    if (Object.keys(fields).length === 0) void run();
  };
  return (
    <form className="form" onSubmit={submit} noValidate>
      <p className="hint">{t("admin.appointAbout")}</p>
      <FaultList form="appoint" faulty={faulty} labels={labels} />
      {units.length > 0 && (
        <Select id="appoint-at" label={t("admin.authority")} value={at} onChange={setAt}>
          {[{ code, name }, ...units].map((u) => <option key={u.code} value={u.code}>{u.name}</option>)}
        </Select>
      )}
      <Field id={id("/national_id")} label={t("mandate.nationalId")} fault={faulty.fields["/national_id"]} value={nationalId} onChange={setNationalId} autoComplete="off" spellCheck={false} />
      <Field id={id("/family_name")} label={t("mandate.familyName")} hint={t("mandate.familyNameHint")} fault={faulty.fields["/family_name"]} value={familyName} onChange={setFamilyName} autoComplete="off" />
      <Select id={id("/role")} label={t("admin.role")} hint={role ? t(`roleAbout.${role}`) : undefined} fault={faulty.fields["/role"]} value={role} onChange={(v) => setRole(v as Role)}>
        <option value="">{t("mandate.choose")}</option>
        {roles.map((r) => <option key={r} value={r}>{t(`role.${r}`)}</option>)}
      </Select>
      <div className="form-row">
        <Field id={id("/valid_from")} label={t("mandate.from")} fault={faulty.fields["/valid_from"]} type="date" value={from} onChange={setFrom} />
        <Field id={id("/valid_to")} label={t("mandate.to")} fault={faulty.fields["/valid_to"]} type="date" value={to} onChange={setTo} />
      </div>
      <p className="hint">{t("admin.noEnd")}</p>
      <Button type="submit" variant="secondary" aria-disabled={busy}>{t("admin.appointNow")}</Button>
    </form>
  );
}
