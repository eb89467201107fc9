import { IconCheck, IconChevronRight, IconWarning } from "suomifi-ui-components";
import { useProjects } from "../i18n/projects";
import { type PartName, ProjectLink, partOf } from "./ProjectLink";
import { useProject } from "./ProjectContext";
import { EarlierPart } from "./EarlierPart";
import { NewsPart } from "./NewsPart";
import { StateTag } from "./StateTag";
import { usePreview } from "./queries";

/** The beginning of a project's page: how far it is, and its parts, each with what is missing there. */
export function Beginning() {
  const { t, date } = useProjects();
  const { project, kind, open, draft, fields } = useProject();
  const preview = usePreview(project.id, draft.revision);
  const begun = (part: PartName) => Object.keys(fields).some((path) => partOf(path) === part);
  const missing = (part: PartName) => (preview.data?.missing ?? []).filter((fault) => fault.pointer && partOf(fault.pointer) === part).length;
  const told = (["basics", "questions", "place", "days", "people", "files", "audience"] as const).filter((part) => part !== "days" || kind?.event);
  const after = (["show", "comments", "authorities", "versions", "copy", "end"] as const).filter((part) => (part !== "show" || open) && (project.state !== "draft" || (part !== "comments" && part !== "authorities")));
  return (
    <>
      <p className="project-facts"><StateTag state={project.state} unshown={project.unshown} open={project.open} /></p>
      <p className="hint">{[kind?.name, project.visible_at && t("page.shown", { date: date(project.visible_at) }), project.cancelled_at && t("page.cancelled", { date: date(project.cancelled_at) })].filter(Boolean).join(" · ")}</p>
      <NewsPart />
      <ul className="steps project-steps">
        {told.map((part) => (
          <li key={part}>
            <ProjectLink project={project.id} part={part}>
              <span>
                <b>{t(`part.${part}.heading`)}</b>
                <span>{t(`part.${part}.about`)}</span>
                {open && project.state === "draft" && preview.data && <Missing count={missing(part)} begun={begun(part)} />}
              </span>
              <IconChevronRight aria-hidden="true" />
            </ProjectLink>
          </li>
        ))}
      </ul>
      <ul className="steps project-steps">
        {after.map((part) => (
          <li key={part}>
            <ProjectLink project={project.id} part={part}>
              <span><b>{t(`part.${part}.heading`)}</b><span>{t(`part.${part}.about`)}</span></span>
              <IconChevronRight aria-hidden="true" />
            </ProjectLink>
          </li>
        ))}
      </ul>
      {project.origin && <EarlierPart />}
    </>
  );
}

/** What is missing in a part; one that is quite empty and may be is not called complete. */
function Missing({ count, begun }: { count: number; begun: boolean }) {
  const { t } = useProjects();
  if (count === 0 && !begun) return <span className="project-missing">{t("page.optional")}</span>;
  return <span className="project-missing" data-missing={count > 0}>{count > 0 ? <IconWarning aria-hidden="true" /> : <IconCheck aria-hidden="true" />}{count > 0 ? t("page.missing", { count }) : t("page.complete")}</span>;
}
