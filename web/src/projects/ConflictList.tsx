import { useState } from "react";
import { useProjects } from "../i18n/projects";
import { idOf } from "./ProjectLink";
import { useProject } from "./ProjectContext";
import type { Conflict } from "./saving";
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
    <section className="note note-warning project-conflicts" aria-labelledby={`${conflictsId}-heading`} tabIndex={-1} id={conflictsId}>
      <p id={`${conflictsId}-heading`} role="alert"><b>{t("conflict.heading", { count })}</b></p>
      <p>{t("conflict.how")}</p>
      <ul className="differences">
        {paths.map((path) => (
          <One key={path} path={path} mine={draft.changes[path]?.value ?? null} conflict={draft.conflicts[path] ?? { theirs: null }} settle={(value) => saver.settle(path, value)} />
        ))}
      </ul>
    </section>
  );
}

/** Two texts beneath each other, to be made one of. */
const both = (...texts: Value[]) => texts.filter((text): text is string => typeof text === "string" && text !== "").join("\n");

/** Who wrote the other text and when, as far as that is known. */
function useWhose({ window, whose }: Conflict): string {
  const { t, time } = useProjects();
  const { project } = useProject();
  if (window) return t("conflict.window");
  if (!whose) return t("conflict.theirs", { time: time(project.saved_at) });
  if (whose.own) return t("conflict.elsewhere", { time: time(whose.at) });
  return whose.by ? t("conflict.by", { name: whose.by, time: time(whose.at) }) : t("conflict.theirs", { time: time(whose.at) });
}

interface OneProps {
  path: string;
  mine: Value;
  conflict: Conflict;
  settle: (value: Value) => void;
}

function One({ path, mine, conflict, settle }: OneProps) {
  const { t } = useProjects();
  const { notes, saver } = useProject();
  const says = useSays();
  const whose = useWhose(conflict);
  const { theirs } = conflict;
  const note = `both ${path}`; // kept as any text that is typed
  const [editing, setEditing] = useState(note in notes);
  const edited = editing ? (notes[note] ?? "") : null;
  const setEdited = (next: string) => saver.note(note, next);
  const end = (value: Value) => {
    saver.note(note, "");
    setEditing(false);
    settle(value);
    // Whoever chose goes on to the next choice, or where the field is.
    const more = Object.keys(saver.snapshot().draft.conflicts).length > 0;
    (more ? document.getElementById(conflictsId) : (document.getElementById(idOf(path)) ?? document.querySelector<HTMLElement>(".details-top")))?.focus();
  };
  const label = says.label(path, theirs ?? mine);
  const text = typeof mine === "string" && typeof (theirs ?? "") === "string";
  return (
    <li>
      <b>{label}</b>
      <div className="conflict-sides">
        <div><span className="conflict-whose">{t("conflict.mine")}</span><span>{says.words(path, mine) || t("conflict.nothing")}</span></div>
        <div><span className="conflict-whose">{whose}</span><span>{says.words(path, theirs) || t("conflict.nothing")}</span></div>
      </div>
      {edited !== null && <textarea className="conflict-edit" aria-label={t("conflict.edited", { field: label })} rows={4} value={edited} onChange={(event) => setEdited(event.target.value)} />}
      <div className="actions-small">
        <button type="button" onClick={() => end(mine)}>{t("conflict.takeMine")}<span className="hidden-text">: {label}</span></button>
        <button type="button" onClick={() => end(theirs)}>{t("conflict.takeTheirs")}<span className="hidden-text">: {label}</span></button>
        {text && edited === null && <button type="button" onClick={() => (setEdited(both(mine, theirs)), setEditing(true))}>{t("conflict.edit")}<span className="hidden-text">: {label}</span></button>}
        {edited !== null && <button type="button" onClick={() => end(edited)}>{t("conflict.takeEdited")}<span className="hidden-text">: {label}</span></button>}
      </div>
    </li>
  );
}
