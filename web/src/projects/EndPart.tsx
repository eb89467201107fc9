import { useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { Problem } from "../api/problem";
import { Area } from "../form/Field";
import { Confirm } from "../form/Confirm";
import { useProjects } from "../i18n/projects";
import { announce } from "../shell/Announcer";
import { Answer } from "../shell/Answer";
import { mine } from "../who/queries";
import { openProject } from "./ProjectLink";
import { onceMore, useProject } from "./ProjectContext";
import { textOf } from "./content";
import { cancelProject, deleteProject, useReceipt } from "./queries";

/** A draft is deleted; what others have seen is cancelled, with a receipt (F12). */
export function EndPart() {
  const { t } = useProjects();
  const { project, fields, saver, notes } = useProject();
  const queries = useQueryClient();
  const title = textOf(fields, "/title") || t("view.untitled");
  if (project.state === "cancelled") return <Receipt />;
  if (project.state === "draft") return <Deletion title={title} />;
  return (
    <div className="form">
      <p className="intro">{t("end.cancelIntro")}</p>
      <Area id="cancel-reason" label={t("end.reason")} hint={t("end.reasonHint")} maxLength={2000} value={notes["cancel"] ?? ""} onChange={(text) => saver.note("cancel", text)} />
      <div className="actions-small">
        <Confirm label={t("end.cancel")} of={title} question={t("end.cancelSure", { title })} yes={t("end.cancel")} act={async () => {
          await saver.flush(); // what cannot be saved any more is nobody's to see either
          await onceMore(saver, "project_cancelled", () => cancelProject(project.id, saver.revision, notes["cancel"] ?? ""));
          saver.note("cancel", "");
          announce(t("end.cancelled"));
          await queries.invalidateQueries({ queryKey: [mine, "project", project.id] });
        }} />
      </div>
    </div>
  );
}

/** The draft is deleted as it was when that was asked: what a colleague has saved since is seen before it goes. */
function Deletion({ title }: { title: string }) {
  const { t } = useProjects();
  const { project, saver } = useProject();
  const seen = useRef(Promise.resolve(0));
  return (
    <>
      <p className="intro">{t("end.deleteIntro")}</p>
      <div className="actions-small">
        <Confirm label={t("end.delete")} of={title} question={t("end.deleteSure", { title })} yes={t("end.delete")} ask={() => void (seen.current = saver.flush().then(() => saver.revision))} act={async () => {
          try {
            await deleteProject(project.id, await seen.current);
          } catch (error) {
            if (error instanceof Problem && error.status === 412) seen.current = saver.reread().then(() => saver.revision, () => saver.revision);
            throw error;
          }
          await saver.discard();
          announce(t("end.deleted"));
          openProject(null);
        }} />
      </div>
    </>
  );
}

/** The receipt of what was cancelled, which can be printed. */
function Receipt() {
  const { t, time } = useProjects();
  const { project, fields } = useProject();
  const receipt = useReceipt(project.id, true);
  const r = receipt.data;
  return (
    <Answer query={receipt}>
      {r && (
        <div className="card project-receipt" id="receipt">
          <h3>{t("receipt.heading")}</h3>
          <dl>
            <div><dt>{t("field.title")}</dt><dd>{textOf(fields, "/title")}</dd></div>
            <div><dt>{t("receipt.at")}</dt><dd>{time(r.created_at)}</dd></div>
            {project.reason && <div><dt>{t("receipt.reason")}</dt><dd>{project.reason}</dd></div>}
            <div><dt>{t("receipt.told")}</dt><dd>{r.told.length === 0 ? t("receipt.nobody") : r.told.map((a) => <span key={a.code} className="receipt-told">{a.name}</span>)}</dd></div>
            <div><dt>{t("receipt.id")}</dt><dd>{r.id}</dd></div>
          </dl>
          <div className="actions-small"><button type="button" onClick={() => print()}>{t("receipt.print")}</button></div>
        </div>
      )}
    </Answer>
  );
}
