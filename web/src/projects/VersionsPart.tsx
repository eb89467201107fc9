import { Confirm } from "../form/Confirm";
import { useProjects } from "../i18n/projects";
import { announce } from "../shell/Announcer";
import { Answer } from "../shell/Answer";
import { useProject } from "./ProjectContext";
import { restoreVersion, useVersions } from "./queries";

/** Every version that was kept, the newest first; an earlier one can be taken back. */
export function VersionsPart() {
  const { t, time } = useProjects();
  const { project, saver, draft, open } = useProject();
  const versions = useVersions(project.id, draft.revision);
  const items = versions.data?.items ?? [];
  return (
    <Answer query={versions}>
      <ol className="rows project-versions" reversed>
        {items.map((v) => (
          <li key={v.number} className="row">
            <div className="row-text">
              <b>{t("version.number", { number: v.number })}{v.number === project.working && ` (${t("version.working")})`}</b>
              <span>{[v.title, v.author, time(v.saved_at)].filter(Boolean).join(" · ")}</span>
              {v.shown_at && <span className="tag" data-state="done">{t("version.shown", { time: time(v.shown_at) })}</span>}
              {open && v.number !== project.working && (
                <div className="actions-small">
                  <Confirm label={t("version.restore")} of={t("version.number", { number: v.number })} question={t("version.sure", { number: v.number })} yes={t("version.restore")} act={async () => {
                    await saver.flush();
                    saver.took(await restoreVersion(project.id, saver.revision, v.number));
                    announce(t("version.restored", { number: v.number }));
                  }} />
                </div>
              )}
            </div>
          </li>
        ))}
      </ol>
    </Answer>
  );
}
