import { useState } from "react";
import { Confirm } from "../form/Confirm";
import { Select } from "../form/Field";
import { useProjects } from "../i18n/projects";
import { DifferencePart } from "../projectParts/DifferencePart";
import { contentOf } from "../projectParts/content";
import { announce } from "../shell/Announcer";
import { Answer } from "../shell/Answer";
import { useProject, useSaved } from "./ProjectContext";
import { type Version, restoreVersion, useDifference, useVersions } from "./queries";

/** Every version that was kept: what changed from one to another, and the way back to an earlier one. */
export function VersionsPart() {
  const { t } = useProjects();
  const { project, draft } = useProject();
  const versions = useVersions(project.id, draft.revision);
  const items = versions.data?.items ?? [];
  return (
    <Answer query={versions}>
      {items.length === 1 && <p className="note">{t("version.only")}</p>}
      {items.length > 1 && <Compare items={items} />}
      <ol className="rows project-versions">
        {items.map((v) => <li key={v.number} className="row"><Row version={v} /></li>)}
      </ol>
    </Answer>
  );
}

function Compare({ items }: { items: readonly Version[] }) {
  const { t, time } = useProjects();
  const { project, draft, fields, kind } = useProject();
  const shown = items.find((v) => v.shown_at && v.number !== project.working);
  const [chosen, setChosen] = useState({ from: 0, to: 0 });
  const to = chosen.to || project.working;
  const from = chosen.from || shown?.number || (items.find((v) => v.number !== to)?.number ?? to);
  const difference = useDifference(project.id, from, to, draft.revision);
  const select = (which: "from" | "to", value: number) => (
    <Select id={`versions-${which}`} label={t(`version.${which}`)} value={String(value)} onChange={(next) => setChosen({ ...chosen, [which]: Number(next) })}>
      {items.map((v) => <option key={v.number} value={v.number}>{t("version.option", { number: v.number, time: time(v.saved_at) })}</option>)}
    </Select>
  );
  return (
    <section className="part" aria-labelledby="compare-heading">
      <h3 id="compare-heading">{t("version.compare")}</h3>
      <div className="form">{select("from", from)}{select("to", to)}</div>
      <Answer query={difference}>{difference.data && <DifferencePart items={difference.data.items} kind={kind} content={contentOf(fields)} />}</Answer>
    </section>
  );
}

function Row({ version: v }: { version: Version }) {
  const { t, time } = useProjects();
  const { project, saver, open } = useProject();
  const saved = useSaved();
  const name = t("version.number", { number: v.number });
  return (
    <div className="row-text">
      <b>{name}{v.number === project.working && ` (${t("version.working")})`}</b>
      <span>{[v.title, v.author, time(v.saved_at)].filter(Boolean).join(" · ")}</span>
      {v.shown_at && <span className="tag" data-state="done">{t("version.shown", { time: time(v.shown_at) })}</span>}
      {open && v.number !== project.working && (
        <div className="actions-small">
          <Confirm label={t("version.restore")} of={name} question={t("version.sure", { number: v.number })} yes={t("version.restore")} act={async () => {
            await saved();
            saver.took(await restoreVersion(project.id, saver.revision, v.number));
            announce(t("version.restored", { number: v.number }));
          }} />
        </div>
      )}
    </div>
  );
}
