import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { IconDownload, IconUpload } from "suomifi-ui-components";
import { Field, Select } from "../form/Field";
import { useAction } from "../form/useAction";
import { useProjects } from "../i18n/projects";
import { announce } from "../shell/Announcer";
import { Answer, ProblemNote } from "../shell/Answer";
import { mine } from "../who/queries";
import { useProject } from "./ProjectContext";
import { idOf } from "./ProjectLink";
import { type FileItem, addFile, useFileFormats, useFiles } from "./queries";

/** Plans, maps and consents that go with the project. A file is what it says it is, or it is refused, and why is told. */
export function FilesPart() {
  const { t, list } = useProjects();
  const { project, draft, open } = useProject();
  const formats = useFileFormats().data;
  const files = useFiles(project.id, draft.revision);
  const items = files.data?.items ?? [];
  return (
    <fieldset className="project-form" disabled={!open} id={idOf("/files")} tabIndex={-1}>
      <legend className="hidden-text">{t("part.files.heading")}</legend>
      <p className="intro">{t("file.intro")}</p>
      {open && <Send />}
      {formats && <p className="hint">{t("file.formats", { names: list(formats.formats.map((f) => f.name)), most: megabytes(Math.max(...formats.formats.map((f) => f.most))) })}</p>}
      <Answer query={files}>
        {files.data && items.length === 0 && <p className="note">{t("file.none")}</p>}
        <ul className="project-items">{items.map((file) => <li key={file.id}><FileFields file={file} purposes={formats?.purposes ?? []} /></li>)}</ul>
      </Answer>
    </fieldset>
  );
}

/** Whole megabytes. */
const megabytes = (bytes: number) => Math.round(bytes / 1_048_576);

/** A file is chosen or dropped, and sent with a key, so that one that is sent again is one. */
function Send() {
  const { t } = useProjects();
  const { project, saver } = useProject();
  const queries = useQueryClient();
  const [over, setOver] = useState(false);
  const keys = useRef(new Map<string, string>());
  const { run, busy, problem } = useAction(async (file: File) => {
    const which = `${file.name} ${file.size} ${file.lastModified}`;
    const key = keys.current.get(which) ?? crypto.randomUUID();
    keys.current.set(which, key);
    await saver.flush();
    await addFile(project.id, key, file);
    keys.current.delete(which);
    await saver.reread();
    announce(t("file.added", { name: file.name }));
    await queries.invalidateQueries({ queryKey: [mine, "project", project.id, "files"] });
  });
  return (
    <>
      <label className="drop" data-over={over}>
        <IconUpload aria-hidden="true" />
        <b>{t("file.choose")}</b>
        <span>{t("file.drop")}</span>
        <input id="project-file" type="file" onDragEnter={() => setOver(true)} onDragLeave={() => setOver(false)} onDrop={() => setOver(false)} onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = ""; // so that the same file can be chosen again
          if (file) void run(file);
        }} />
      </label>
      {busy && <p className="waiting" role="status">{t("file.sending")}</p>}
      {problem && <ProblemNote problem={problem} />}
    </>
  );
}

function FileFields({ file, purposes }: { file: FileItem; purposes: readonly { code: string; name: string }[] }) {
  const { t, number } = useProjects();
  const { saver, fields, draft } = useProject();
  const path = `/files/${file.id}`;
  const id = idOf(path);
  const field = fields[path];
  if (typeof field !== "object" || field === null || Array.isArray(field)) return null; // taken out, not yet saved
  const said = field as { name?: string; purpose?: string };
  const put = (change: { name?: string; purpose?: string }) => saver.type(path, { ...said, ...change });
  return (
    <fieldset className="form project-item" id={id} tabIndex={-1}>
      <legend><b>{said.name}</b></legend>
      <p className="hint">{file.size < 1_048_576 ? t("file.small", { size: number(Math.max(1, Math.round(file.size / 1024))) }) : t("file.size", { size: number(Math.round(file.size / 104_857.6) / 10) })} · {t(`file.state.${file.state}`)}</p>
      {file.removed.length > 0 && <p className="hint">{t("file.removed")}</p>}
      <Field id={`${id}-name`} label={t("file.name")} maxLength={200} autoComplete="off" value={said.name ?? ""} onChange={(name) => put({ name })} fault={draft.refused[path]} />
      <Select id={`${id}-purpose`} label={t("file.purpose")} value={said.purpose ?? ""} onChange={(purpose) => put({ purpose })}>
        <option value="">{t("file.untold")}</option>
        {purposes.map((p) => <option key={p.code} value={p.code}>{p.name}</option>)}
      </Select>
      <div className="actions-small">
        {file.state !== "infected" && <a href={file.path} download><IconDownload aria-hidden="true" />{t("file.open")}<span className="hidden-text">: {said.name}</span></a>}
        <button type="button" onClick={() => {
          saver.type(path, null);
          announce(t("file.gone"));
          document.getElementById(idOf("/files"))?.focus();
        }}>{t("file.remove")}<span className="hidden-text">: {said.name}</span></button>
      </div>
    </fieldset>
  );
}
