import { useProjects } from "../i18n/projects";
import { ConcernedPart } from "../projectParts/ConcernedPart";
import { Answer } from "../shell/Answer";
import { useProject } from "./ProjectContext";
import { useConcerned } from "./queries";

/** The authorities that see the project: who they are, how they are reached, and when they last looked. */
export function AuthoritiesPart() {
  const { t } = useProjects();
  const { project } = useProject();
  const concerned = useConcerned(project.id, project.state !== "draft");
  if (project.state === "draft") return <p className="note">{t("talk.notShown")}</p>;
  return (
    <>
      <p className="intro">{t("talk.authorities")}</p>
      <Answer query={concerned}>{concerned.data && <ConcernedPart items={concerned.data.items} version={project.shown ?? 0} />}</Answer>
    </>
  );
}
