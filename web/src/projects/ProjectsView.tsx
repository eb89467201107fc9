import { useAddress } from "../address/store";
import { useProjects } from "../i18n/projects";
import { Answer } from "../shell/Answer";
import { Top } from "../shell/Top";
import { SignInWays } from "../who/SignInView";
import { useMe } from "../who/queries";
import { ProjectList } from "./ProjectList";
import { ProjectPage } from "./ProjectPage";

/** Projects of whom one acts for: all of them, or one. */
export function ProjectsView() {
  const { t } = useProjects();
  const me = useMe();
  const project = useAddress((s) => s.project);
  if (!me.data?.signed_in || !me.data.id) {
    return (
      <section aria-labelledby="projects-heading">
        <Top id="projects-heading" heading={t("view.heading")} />
        <p className="intro">{t("view.about")}</p>
        <Answer query={me}>{me.data && <><p className="intro">{t("view.signIn")}</p><SignInWays /></>}</Answer>
      </section>
    );
  }
  // What is typed belongs to the party that one acts for, and to the person who typed it.
  const party = me.data.acting?.party ?? me.data.id;
  if (project) return <ProjectPage key={`${me.data.id} ${party} ${project}`} id={project} person={me.data.id} />;
  return <ProjectList key={`${me.data.id} ${party}`} person={me.data.id} party={party} whose={me.data.acting?.name ?? null} matters={me.data.acting?.matters ?? undefined} />;
}
