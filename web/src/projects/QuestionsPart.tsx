import { Area, Choices, Field, Select } from "../form/Field";
import { useProjects } from "../i18n/projects";
import { useProject } from "./ProjectContext";
import { idOf } from "./ProjectLink";
import { type Question, answerTo, asked, chosen, readNumber } from "./cases";
import { textOf } from "./content";

/** What is asked about a project of this kind, section by section; only what concerns it. */
export function QuestionsPart() {
  const { t } = useProjects();
  const { kind, fields, open } = useProject();
  if (!kind) return <p className="note">{t("questions.noKind")}</p>;
  const all = asked(kind, fields);
  return (
    <fieldset className="project-form" disabled={!open}>
      <legend className="hidden-text">{t("part.questions.heading")}</legend>
      <p className="intro">{t("questions.intro")}</p>
      {kind.sections.map((section) => {
        const questions = all.filter((q) => q.section === section.code);
        return questions.length > 0 && (
          <section key={section.code} className="form project-section" aria-labelledby={`section-${section.code}`}>
            <h3 id={`section-${section.code}`}>{section.name}</h3>
            {questions.map((q) => <Asked key={q.id} question={q} />)}
          </section>
        );
      })}
    </fieldset>
  );
}

function Asked({ question: q }: { question: Question }) {
  const { t, number } = useProjects();
  const { saver, fields, draft } = useProject();
  const path = `/answers/${q.id}`;
  const value = answerTo(fields, q.id);
  const put = (next: string) => saver.type(path, next === "" ? null : next);
  const common = { id: idOf(path), label: (q.unit ? `${q.label} (${q.unit})` : q.label) + (q.required ? "" : ` ${t("questions.optional")}`), hint: q.hint, fault: draft.refused[path] };
  switch (q.type) {
    case "one":
      return (
        <Select {...common} value={chosen(q, value)[0] ?? ""} onChange={put}>
          <option value="">{t("questions.untold")}</option>
          {q.choices?.map((c) => <option key={c.code} value={c.code}>{c.name}</option>)}
        </Select>
      );
    case "boolean":
      return (
        <Select {...common} value={chosen(q, value)[0] ?? ""} onChange={(next) => saver.type(path, next === "" ? null : next === "true")}>
          <option value="">{t("questions.untold")}</option>
          <option value="true">{t("says.yes")}</option>
          <option value="false">{t("says.no")}</option>
        </Select>
      );
    case "several":
      return <Choices {...common} choices={(q.choices ?? []).map((c) => ({ value: c.code, label: c.name }))} chosen={chosen(q, value)} onChange={(next) => saver.type(path, next.length > 0 ? next : null)} />;
    case "long":
      return <Area {...common} maxLength={20_000} value={textOf(fields, path)} onChange={put} />;
    case "day":
      return <Field {...common} type="date" value={textOf(fields, path)} onChange={put} />;
    case "number": {
      const read = readNumber(value);
      const beyond = read !== null && ((q.least !== undefined && read < q.least) || (q.most !== undefined && read > q.most));
      const wrong = value !== null && value !== "" && (read === null || beyond);
      const fault = wrong ? t(beyond ? "questions.beyond" : "questions.notNumber", { least: number(q.least ?? 0), most: q.most === undefined ? "" : number(q.most) }) : common.fault;
      return <Field {...common} fault={fault} inputMode="decimal" autoComplete="off" value={textOf(fields, path)} onChange={put} />;
    }
    default:
      return <Field {...common} maxLength={200} autoComplete="off" value={textOf(fields, path)} onChange={put} />;
  }
}
