import { useQueryClient } from "@tanstack/react-query";
import { Button } from "suomifi-ui-components";
import { Area, Field, Select } from "../form/Field";
import { useAction } from "../form/useAction";
import { useProjects } from "../i18n/projects";
import { profileQuery } from "../me/queries";
import { announce } from "../shell/Announcer";
import { ProblemNote } from "../shell/Answer";
import { useProject } from "./ProjectContext";
import { idOf } from "./ProjectLink";
import { type Person, nextOrder, peopleOf, roles } from "./content";
import { useMe } from "../who/queries";

/** Who is behind the project, and whom to ask. */
export function PeoplePart() {
  const { t } = useProjects();
  const { saver, fields, open } = useProject();
  const people = peopleOf(fields);
  const put = (person: Person) => saver.type(`/people/${person.id}`, { ...person });
  const add = (given: Partial<Person>) => {
    const person: Person = { id: crypto.randomUUID(), role: people.length === 0 ? "applicant" : "contact", order: nextOrder(people), ...given };
    put(person);
    announce(t("person.added"));
    requestAnimationFrame(() => document.getElementById(`${idOf(`/people/${person.id}`)}-name`)?.focus());
  };
  const own = useOwn();
  const mine = useAction(async () => add(await own()));
  const remove = (person: Person) => {
    saver.type(`/people/${person.id}`, null);
    announce(t("person.removed"));
    document.getElementById(idOf("/people"))?.focus();
  };
  return (
    <fieldset className="project-form" disabled={!open} id={idOf("/people")} tabIndex={-1}>
      <legend className="hidden-text">{t("part.people.heading")}</legend>
      <p className="intro">{t("person.intro")}</p>
      {mine.problem && <ProblemNote problem={mine.problem} />}
      <ul className="project-items">
        {people.map((person, i) => <li key={person.id}><PersonFields person={person} number={i + 1} put={put} remove={() => remove(person)} /></li>)}
      </ul>
      {open && (
        <div className="actions">
          <Button variant="secondary" onClick={() => void mine.run()}>{t("person.mine")}</Button>
          <Button variant="secondary" onClick={() => add({})}>{t("person.add")}</Button>
        </div>
      )}
    </fieldset>
  );
}

/** What one's own profile tells, for the party that one acts for (F35). */
function useOwn() {
  const queries = useQueryClient();
  const me = useMe();
  return async (): Promise<Partial<Person>> => {
    const { body } = await queries.fetchQuery(profileQuery);
    const told = { email: body.contact.email, phone: body.contact.phone };
    if (body.kind === "organisation") return { ...told, name: me.data?.name ?? "", organisation: body.name };
    return { ...told, name: body.name };
  };
}

function PersonFields({ person, number, put, remove }: { person: Person; number: number; put: (person: Person) => void; remove: () => void }) {
  const { t } = useProjects();
  const { draft } = useProject();
  const path = `/people/${person.id}`;
  const id = idOf(path);
  const field = (name: "name" | "organisation" | "email" | "phone" | "note") => ({ id: `${id}-${name}`, label: t(`person.${name}`), value: person[name] ?? "", onChange: (value: string) => put({ ...person, [name]: value }) });
  return (
    <fieldset className="form project-item" id={id} tabIndex={-1}>
      <legend><b>{t("person.number", { number })}</b></legend>
      <Select id={`${id}-role`} label={t("person.role")} value={person.role} onChange={(value) => put({ ...person, role: roles.find((r) => r === value) ?? "contact" })}>
        {roles.map((r) => <option key={r} value={r}>{t(`role.${r}`)}</option>)}
      </Select>
      <Field {...field("name")} maxLength={200} autoComplete="off" />
      <Field {...field("organisation")} maxLength={200} autoComplete="off" />
      <Field {...field("email")} type="email" maxLength={200} autoComplete="off" />
      <Field {...field("phone")} type="tel" maxLength={200} autoComplete="off" />
      <Area {...field("note")} maxLength={2000} />
      {draft.refused[path] && <p className="field-fault">{draft.refused[path]}</p>}
      <div className="actions-small"><button type="button" onClick={remove}>{t("person.remove")}<span className="hidden-text">: {t("person.number", { number })}</span></button></div>
    </fieldset>
  );
}
