import { useMemo } from "react";
import { useProjects } from "../i18n/projects";
import { Placing } from "../placing/Placing";
import { useProject } from "./ProjectContext";
import { idOf } from "./ProjectLink";
import { checkAnswers } from "./cases";

/** Where the project is, part by part. */
export function PlacePart() {
  const { t } = useProjects();
  const { saver, parts, draft, fields, kind, sketch, open } = useProject();
  const purposes = useMemo(() => (kind?.purposes ?? []).map((p) => ({ code: p.code, label: p.name })), [kind]);
  const answers = useMemo(() => (kind ? checkAnswers(kind, fields) : {}), [kind, fields]);
  const refused = Object.entries(draft.refused).filter(([path]) => path.startsWith("/parts/"));
  if (!open) return <p className="note">{t("save.cancelled")}</p>;
  return (
    <div id={idOf("/parts")} tabIndex={-1}>
      {refused.map(([path, detail]) => <p key={path} className="note note-error">{parts.find((p) => path.endsWith(p.id))?.name} {detail}</p>)}
      <Placing parts={parts} purposes={purposes} onChange={saver.place} sketch={sketch} onSketch={saver.sketched} withTimes={kind?.event || kind?.id === "works_in_public_space"} withVenues={kind?.event ?? false} answers={answers} />
    </div>
  );
}
