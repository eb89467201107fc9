import { SeverityIcon } from "../findings/severity";
import { useProjects } from "../i18n/projects";
import { Answer } from "../shell/Answer";
import { ProjectLink } from "./ProjectLink";
import { useProject } from "./ProjectContext";
import { useEarlier } from "./queries";

/** What is worth knowing of the project that this one was begun from: conditions of authorities first, then what the check said. */
export function EarlierPart() {
  const { t, common, date, time } = useProjects();
  const { project } = useProject();
  const earlier = useEarlier(project.id, Boolean(project.origin));
  const e = earlier.data;
  return (
    <section className="part" aria-labelledby="earlier-heading">
      <h3 id="earlier-heading">{t("earlier.heading")}</h3>
      <Answer query={earlier}>
        {e && (
          <>
            <p><ProjectLink project={e.id}>{e.title || t("view.untitled")}</ProjectLink>{e.starts && ` (${date(e.starts)})`}</p>
            {e.comments.length === 0 && e.checks.length === 0 && <p className="note">{t("earlier.none")}</p>}
            <ul className="project-said">
              {e.comments.map((c) => (
                <li key={c.id} data-kind={c.kind}>
                  <b>{t(`comment.kind.${c.kind}`)}</b>
                  <p>{c.text}</p>
                  <span className="hint">{[c.authority_name ?? t("comment.own"), time(c.created_at)].join(" · ")}</span>
                </li>
              ))}
            </ul>
            {e.checks.length > 0 && (
              <details className="finding-group">
                <summary>{t("earlier.checks", { count: e.checks.length })}</summary>
                <ul className="project-said">
                  {e.checks.map((f, i) => <li key={`${f.rule} ${i}`}><b><SeverityIcon severity={f.severity} /> <span className="hidden-text">{common(`severity.${f.severity}.word`)}: </span>{f.title}</b><p>{f.why}</p><p>{f.next}</p></li>)}
                </ul>
              </details>
            )}
          </>
        )}
      </Answer>
    </section>
  );
}
