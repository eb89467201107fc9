import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Button } from "suomifi-ui-components";
import { SeverityIcon, severities } from "../findings/severity";
import { useAction } from "../form/useAction";
import { useProjects } from "../i18n/projects";
import { announce } from "../shell/Announcer";
import { Answer, ProblemNote } from "../shell/Answer";
import { mine } from "../who/queries";
import { EverybodySees } from "./EverybodySees";
import { FindingsPart } from "./FindingsPart";
import { FieldLink } from "./ProjectLink";
import { onceMore, useProject, useSaved } from "./ProjectContext";
import { StateTag } from "./StateTag";
import { type Preview, showProject, usePreview } from "./queries";
import { useSays } from "./useSays";

/** What is missing, what the check finds, who would be told, and showing it to them or to everybody. */
export function ShowPart() {
  const { t } = useProjects();
  const { project, draft, saver, parts } = useProject();
  useEffect(() => void saver.flush(), [saver]); // what is told here is about all that was typed
  const preview = usePreview(project.id, draft.revision);
  const p = preview.data;
  return (
    <>
      <p className="project-facts"><StateTag state={project.state} unshown={project.unshown} open={project.open} /></p>
      <Answer query={preview}>
        {p && (
          <>
            {p.missing.length > 0 && <Missing missing={p.missing} />}
            <Told preview={p} />
            <section className="part" aria-labelledby="counts-heading">
              <h3 id="counts-heading">{t("show.findings")}</h3>
              {parts.length > 0 ? <Counts counts={p.counts} /> : <p className="note">{t("show.unplaced")}</p>}
              <FindingsPart />
            </section>
            {p.missing.length === 0 && <Showing />}
          </>
        )}
      </Answer>
    </>
  );
}

function Missing({ missing }: { missing: Preview["missing"] }) {
  const { t } = useProjects();
  const { project, fields } = useProject();
  const says = useSays();
  return (
    <div className="note note-warning">
      <p><b>{t("show.missing", { count: missing.length })}</b></p>
      <ul>
        {missing.map((fault) => {
          const field = fault.pointer ?? "";
          const path = field.split("/").slice(0, 3).join("/");
          const label = { "/parts": t("part.place.heading"), "/days": t("part.days.heading") }[field] ?? says.label(path, fields[path] ?? null);
          return <li key={field + fault.code}><FieldLink project={project.id} field={field}>{label}</FieldLink>: {fault.detail}</li>;
        })}
      </ul>
    </div>
  );
}

/** Who would see it and be told. */
function Told({ preview: { authorities, uncovered } }: { preview: Preview }) {
  const { t, list } = useProjects();
  return (
    <section className="part" aria-labelledby="told-heading">
      <h3 id="told-heading">{t("show.told")}</h3>
      {authorities.length === 0 && <p className="note">{t("show.nobody")}</p>}
      <ul className="project-told">{authorities.map((a) => <li key={a.id}><b>{a.name}</b><span>{list(a.fields.map((f) => f.name))}</span></li>)}</ul>
      {uncovered.length > 0 && authorities.length > 0 && <p className="hint">{t("show.uncovered", { count: uncovered.length, fields: list(uncovered.map((f) => f.name)) })}</p>}
    </section>
  );
}

function Counts({ counts }: { counts: Preview["counts"] }) {
  const { common } = useProjects();
  return <ul className="live-counts">{severities.map((s) => <li key={s}><SeverityIcon severity={s} /> <b>{counts[s]}</b> <span>{common(`severity.${s}.short`)}</span></li>)}</ul>;
}

/** Showing, after a look at what everybody would see. */
function Showing() {
  const { t } = useProjects();
  const { project, saver } = useProject();
  const queries = useQueryClient();
  const saved = useSaved();
  const [asking, setAsking] = useState<"authorities" | "everybody" | null>(null);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (asking) box.current?.focus();
  }, [asking]);
  const { run, problem, busy } = useAction(async (open: boolean) => {
    await saved();
    await onceMore(saver, "shown_same", () => showProject(project.id, saver.revision, open));
    setAsking(null);
    announce(t("show.done"));
    await queries.invalidateQueries({ queryKey: [mine, "project", project.id] });
  });
  const shown = project.state !== "draft";
  if (shown && !project.unshown) {
    return (
      <section className="part" aria-labelledby="show-heading">
        <h3 id="show-heading">{t("show.heading")}</h3>
        <p className="done">{t(project.open ? "show.everybodySees" : "show.theySee")}</p>
        {problem && <ProblemNote problem={problem} />}
      </section>
    );
  }
  return (
    <section className="part" aria-labelledby="show-heading">
      <h3 id="show-heading">{t("show.heading")}</h3>
      <p className="intro">{t(shown ? "show.again" : "show.intro")}</p>
      {problem && <ProblemNote problem={problem} />}
      {!asking && (
        <div className="actions">
          <Button id="show-authorities" onClick={() => setAsking("authorities")}>{t("show.toAuthorities")}</Button>
          <Button variant="secondary" onClick={() => setAsking("everybody")}>{t("show.toEverybody")}</Button>
        </div>
      )}
      {asking && (
        <div className="confirm" role="group" aria-labelledby="show-question" tabIndex={-1} ref={box}>
          <p id="show-question"><b>{t(asking === "everybody" ? "show.sureEverybody" : "show.sureAuthorities")}</b></p>
          {asking === "everybody" && <EverybodySees />}
          <div className="actions-small confirm-answers">
            <button type="button" aria-disabled={busy} onClick={() => void run(asking === "everybody")}>{t("show.yes")}</button>
            <button type="button" onClick={() => setAsking(null)}>{t("show.notYet")}</button>
          </div>
        </div>
      )}
    </section>
  );
}
