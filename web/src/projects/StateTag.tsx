import { useProjects } from "../i18n/projects";
import type { State } from "./queries";

/** How far a project is, in words: who sees it, and whether it says more than they see. */
export function StateTag({ state, unshown, open }: { state: State; unshown: boolean; open: boolean }) {
  const { t } = useProjects();
  const shown = state === "visible" || state === "sent";
  return (
    <span className="project-state">
      <span className="tag" data-state={{ draft: "waiting", visible: "done", sent: "done", cancelled: "cancelled" }[state]}>{t(`state.${state}`)}</span>
      {shown && open && <span>{t("state.open")}</span>}
      {shown && unshown && <span>{t("state.unshown")}</span>}
    </span>
  );
}
