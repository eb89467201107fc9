import { Area, Field, Select } from "../form/Field";
import { useProjects } from "../i18n/projects";
import { useProject } from "./ProjectContext";
import { idOf } from "./ProjectLink";
import { textOf } from "./content";

/** What the project is called and what it is about: for the authorities, and apart from that for everybody. */
export function BasicsPart() {
  const { t } = useProjects();
  const { saver, fields, draft, kind, kinds, open } = useProject();
  const field = (path: string) => ({ id: idOf(path), value: textOf(fields, path), onChange: (value: string) => saver.type(path, value), fault: draft.refused[path] });
  return (
    <fieldset className="form project-form" disabled={!open}>
      <legend className="hidden-text">{t("part.basics.heading")}</legend>
      <Select {...field("/kind")} label={t("field.kind")} hint={kind?.intro}>
        {!kind && <option value="">{t("view.noKind")}</option>}
        {kinds.map((k) => <option key={k.id} value={k.id}>{k.name}</option>)}
      </Select>
      <Field {...field("/title")} label={t("field.title")} hint={t("field.titleHint")} maxLength={200} autoComplete="off" />
      <Area {...field("/summary")} label={t("field.summary")} hint={t("field.summaryHint")} maxLength={20_000} />
      <section className="form-apart" aria-labelledby="for-everybody">
        <h3 id="for-everybody">{t("field.everybody")}</h3>
        <p className="hint">{t("field.everybodyHint")}</p>
        <div className="form">
          <Area {...field("/announcement")} label={t("field.announcement")} maxLength={20_000} />
          <Field {...field("/organiser")} label={t("field.organiser")} hint={t("field.organiserHint")} maxLength={200} autoComplete="off" />
        </div>
      </section>
    </fieldset>
  );
}
