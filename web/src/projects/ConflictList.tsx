import { useState } from "react";
import { useProjects } from "../i18n/projects";
import { useProject } from "./ProjectContext";
import type { Value } from "./values";
import { useSays } from "./useSays";

export const conflictsId = "project-conflicts";

/** Fields that somebody else changed in another way: both versions side by side, and a choice. Nothing is lost before it. */
export function ConflictList() {
  const { t } = useProjects();
  const { draft, saver } = useProject();
  const paths = Object.keys(draft.conflicts).sort();
  const count = paths.length;
  return (
    <div className="note note-warning project-conflicts" role="alert" tabIndex={-1} id={conflictsId}>
      <p><b>{t("conflict.heading", { count })}</b></p>
      <p>{t("conflict.how")}</p>
      <ul className="differences">
        {paths.map((path) => (
          <One key={path} path={path} mine={draft.changes[path]?.value ?? null} theirs={draft.conflicts[path]?.theirs ?? null} window={draft.conflicts[path]?.window ?? false} settle={(value) => saver.settle(path, value)} />
        ))}
      </ul>
    </div>
  );
}

/** Two texts beneath each other, to be made one of. */
const both = (...texts: Value[]) => texts.filter((text): text is string => typeof text === "string" && text !== "").join("\n");

interface OneProps {
  path: string;
  mine: Value;
  theirs: Value;
  window: boolean;
  settle: (value: Value) => void;
}

function One({ path, mine, theirs, window, settle }: OneProps) {
  const { t, time } = useProjects();
  const { project } = useProject();
  const says = useSays();
  const [edited, setEdited] = useState<string | null>(null);
  const label = says.label(path, theirs ?? mine);
  const text = typeof mine === "string" && typeof (theirs ?? "") === "string";
  return (
    <li>
      <b>{label}</b>
      <div className="conflict-sides">
        <div><span className="conflict-whose">{t("conflict.mine")}</span><span>{says.words(path, mine) || t("conflict.nothing")}</span></div>
        <div><span className="conflict-whose">{window ? t("conflict.window") : t("conflict.theirs", { time: time(project.saved_at) })}</span><span>{says.words(path, theirs) || t("conflict.nothing")}</span></div>
      </div>
      {edited !== null && <textarea className="conflict-edit" aria-label={t("conflict.edited", { field: label })} rows={4} value={edited} onChange={(event) => setEdited(event.target.value)} />}
      <div className="actions-small">
        <button type="button" onClick={() => settle(mine)}>{t("conflict.takeMine")}<span className="hidden-text">: {label}</span></button>
        <button type="button" onClick={() => settle(theirs)}>{t("conflict.takeTheirs")}<span className="hidden-text">: {label}</span></button>
        {text && edited === null && <button type="button" onClick={() => setEdited(both(mine, theirs))}>{t("conflict.edit")}<span className="hidden-text">: {label}</span></button>}
        {edited !== null && <button type="button" onClick={() => settle(edited)}>{t("conflict.takeEdited")}<span className="hidden-text">: {label}</span></button>}
      </div>
    </li>
  );
}
