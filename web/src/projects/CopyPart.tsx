import { useState } from "react";
import { Button } from "suomifi-ui-components";
import { Field } from "../form/Field";
import { useAction } from "../form/useAction";
import { useProjects } from "../i18n/projects";
import { announce } from "../shell/Announcer";
import { ProblemNote } from "../shell/Answer";
import { openProject } from "./ProjectLink";
import { useProject, useSaved } from "./ProjectContext";
import { daysOf } from "./content";
import { dayAfter } from "./hours";
import { copyProject } from "./queries";

/** Next year's project is begun from this one (F08). */
export function CopyPart() {
  const { t } = useProjects();
  const { project, fields, kind, saver, notes, open } = useProject();
  const saved = useSaved();
  const begins = daysOf(fields)[0]?.from.slice(0, 10) ?? "";
  // The same weekday a year on: 52 weeks later.
  const [firstDay, setFirstDay] = useState(begins ? dayAfter(begins, 364) : "");
  const { run, problem, busy } = useAction(async () => {
    if (open) await saved();
    const key = notes["copy"] ?? crypto.randomUUID();
    saver.note("copy", key); // also after a crash, what no answer came of is begun once
    const copy = await copyProject(project.id, `${key} ${firstDay}`, firstDay);
    saver.note("copy", "");
    announce(t("copy.done"));
    openProject(copy.id);
  });
  return (
    <div className="form">
      <p className="intro">{t("copy.intro")}</p>
      {problem && <ProblemNote problem={problem} />}
      {kind?.event && begins && <Field id="copy-first-day" label={t("copy.firstDay")} hint={t("copy.firstDayHint")} type="date" value={firstDay} onChange={setFirstDay} />}
      <Button aria-disabled={busy} onClick={() => void run()}>{t("copy.button")}</Button>
    </div>
  );
}
