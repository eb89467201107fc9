import { Choices, Field, Select } from "../form/Field";
import { useProjects } from "../i18n/projects";
import { RestrictionRows } from "../projectParts/RestrictionRows";
import { Answer } from "../shell/Answer";
import { useProject } from "./ProjectContext";
import { idOf } from "./ProjectLink";
import { asked } from "./cases";
import { type Restriction, daysOf, group, partsOf, peopleOf, textOf } from "./content";
import { useImposed, usePreview } from "./queries";
import type { Value } from "./values";
import { useSays } from "./useSays";

/** Who of the authorities sees what: everything is for all of them, unless it is restricted (P3). */
export function AudiencePart() {
  const { t } = useProjects();
  const { saver, project, fields, draft, open } = useProject();
  const says = useSays();
  const preview = usePreview(project.id, draft.revision);
  const restricted = group<Restriction>(fields, "restricted");
  const offered = useOffered().filter(({ item }) => !restricted.has(item));
  const put = (item: string, restriction: Restriction | null) => saver.type(`/restricted/${item}`, restriction as unknown as Value);
  return (
    <fieldset className="project-form" disabled={!open}>
      <legend className="hidden-text">{t("part.audience.heading")}</legend>
      <p className="intro">{t("audience.intro")}</p>
      <Answer query={preview}>
        <ul className="project-items">
          {[...restricted].filter(([item]) => !item.startsWith("files.") || `/files/${item.slice("files.".length)}` in fields).map(([item, r]) => {
            const id = idOf(`/restricted/${item}`);
            const label = says.label(`/${item.replace(".", "/")}`, fields[`/${item.replace(".", "/")}`] ?? null);
            return (
              <li key={item}>
                <fieldset className="form project-item" id={id} tabIndex={-1}>
                  <legend><b>{label}</b></legend>
                  <Choices
                    id={`${id}-to`} label={t("audience.to")} hint={r.to.length === 0 ? t("audience.nobody") : undefined} chosen={r.to}
                    choices={(preview.data?.authorities ?? []).map((a) => ({ value: a.id, label: a.name }))} onChange={(to) => put(item, { ...r, to })}
                  />
                  <Field id={`${id}-why`} label={t("audience.why")} hint={t("audience.whyHint")} maxLength={200} autoComplete="off" value={r.why ?? ""} onChange={(why) => put(item, { ...r, why })} />
                  <div className="actions-small"><button type="button" onClick={() => put(item, null)}>{t("audience.lift")}<span className="hidden-text">: {label}</span></button></div>
                </fieldset>
              </li>
            );
          })}
        </ul>
        <Imposed />
        {offered.length > 0 && open && (
          <Select id="project-restrict" label={t("audience.add")} hint={t("audience.addHint")} value="" onChange={(item) => item && put(item, { to: (preview.data?.authorities ?? []).map((a) => a.id) })}>
            <option value="">{t("audience.choose")}</option>
            {offered.map(({ item, label }) => <option key={item} value={item}>{label}</option>)}
          </Select>
        )}
      </Answer>
    </fieldset>
  );
}

/** What authorities restrict of what was shown: the applicant reads it and cannot lift it. */
function Imposed() {
  const { t } = useProjects();
  const { project, fields } = useProject();
  const says = useSays();
  const { data } = useImposed(project.id, Boolean(project.shown));
  if (!data || data.items.length === 0) return null;
  return (
    <section aria-labelledby="project-imposed">
      <h4 id="project-imposed">{t("audience.imposed")}</h4>
      <RestrictionRows items={data.items} label={(field) => says.label(field, fields[field] ?? null)} />
    </section>
  );
}

/** What can be restricted: what the project says already. */
function useOffered(): { item: string; label: string }[] {
  const { fields, kind } = useProject();
  const says = useSays();
  const items = [
    ...(textOf(fields, "/summary") ? ["summary"] : []),
    ...(kind ? asked(kind, fields).filter((q) => `/answers/${q.id}` in fields).map((q) => `answers.${q.id}`) : []),
    ...partsOf(fields).map((p) => `parts.${p.id}`),
    ...daysOf(fields).map((d) => `days.${d.id}`),
    ...peopleOf(fields).map((p) => `people.${p.id}`),
    ...[...group(fields, "files").keys()].map((id) => `files.${id}`),
  ];
  return items.map((item) => {
    const path = `/${item.replace(".", "/")}`;
    const value = fields[path] ?? null;
    const label = says.label(path, value);
    const named = path.startsWith("/people/") || path.startsWith("/days/"); // by what they say
    return { item, label: named ? says.line(path, value) || label : label };
  });
}
