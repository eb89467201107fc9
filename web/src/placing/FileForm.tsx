import { useId, useState } from "react";
import type { Geometry } from "geojson";
import { IconUpload } from "suomifi-ui-components";
import { useAction } from "../form/useAction";
import { useProjects } from "../i18n/projects";
import { ProblemNote } from "../shell/Answer";
import { announce } from "../shell/Announcer";
import { useBench } from "./BenchContext";
import { Fixes } from "./ReadBack";
import { isShape } from "./part";
import { type FileRead, readFile } from "./queries";
import type { Put } from "./usePut";

/** What of a file can be a part. */
type Held = Pick<NonNullable<FileRead["parts"]>[number], "name" | "purpose" | "geometry">;

/** The largest file that is read, bytes. */
const largest = 10_000_000;

/** A file is given; which reference system it is in is asked where it does not say, and what could not be used is told. */
export function FileForm({ put }: { put: Put }) {
  const { t } = useProjects();
  const { purposes } = useBench();
  const [file, setFile] = useState<File | null>(null);
  const [crs, setCrs] = useState("");
  const [read, setRead] = useState<FileRead | null>(null);
  const hint = useId();
  const add = (parts: readonly Held[]) => put(parts.flatMap(({ name, purpose, geometry }) => (isShape(geometry) ? [{ name, geometry, ...(purposes.some((p) => p.code === purpose) ? { purpose } : {}) }] : [])));
  const { run, busy, problem } = useAction(async (chosen: File, system: string) => {
    setRead(null);
    const told = await readFile(chosen, system);
    setRead(told);
    add(told.parts ?? []);
  });
  const take = (chosen: File) => {
    setFile(chosen);
    setCrs("");
    if (chosen.size > largest) announce(t("placing.file.large"));
    else void run(chosen, "");
  };
  const choices = problem?.choices ?? [];
  return (
    <div className="form">
      <p className="hint" id={hint}>{t("placing.file.hint")}</p>
      <label className="drop">
        <IconUpload aria-hidden="true" />
        <b>{t("placing.file.choose")}</b>
        <span>{t("placing.file.drop")}</span>
        {/* It lies over the whole label, and takes what is dropped on it by itself. */}
        <input id="placing-file" type="file" accept=".geojson,.json,.gpx,.kml,.kmz,.gpkg,.zip,.dxf" aria-describedby={hint} onChange={(event) => {
          const chosen = event.target.files?.[0];
          if (chosen) take(chosen);
          event.target.value = ""; // the same file, changed, can be chosen again
        }} />
      </label>
      <p role="status">{busy ? t("placing.file.reading") : ""}</p>
      {file && file.size > largest && <p className="note note-error">{t("placing.file.large")}</p>}
      {problem && <ProblemNote problem={problem} />}
      {file && choices.length > 0 && (
        <>
          <fieldset className="choices">
            <legend className="field-label">{t("placing.file.crs")}</legend>
            {choices.map((choice) => (
              <label key={choice.value} className="choice">
                <input type="radio" name="placing-crs" checked={crs === choice.value} onChange={() => setCrs(choice.value)} />
                <span>{choice.label}<span className="choice-hint">{[choice.value, choice.detail].filter(Boolean).join(" · ")}</span></span>
              </label>
            ))}
          </fieldset>
          <div className="actions actions-small"><button type="button" disabled={!crs} aria-disabled={busy} onClick={() => void run(file, crs)}>{t("placing.file.read")}</button></div>
        </>
      )}
      {read && <Told read={read} add={add} />}
    </div>
  );
}

/** What became of what was in the file. */
function Told({ read, add }: { read: FileRead; add: (parts: readonly Held[]) => void }) {
  const { t } = useProjects();
  const [mended, setMended] = useState<readonly number[]>([]);
  return (
    <>
      <p>{t("placing.file.told", { name: read.name, format: read.format, crs: read.crs, count: read.parts?.length ?? 0 })}</p>
      {read.warnings?.map(({ text }) => <p key={text} className="note">{text}</p>)}
      {(read.left_out ?? []).length > 0 && <ul className="placing-left-out">{read.left_out?.map(({ what, count, reason }) => <li key={`${what} ${reason}`}>{count > 1 ? t("placing.file.several", { what, count }) : what}: {reason}</li>)}</ul>}
      {read.fixes?.map(({ name, errors, fixes }, i) => !mended.includes(i) && (
        <div key={`${i} ${name}`} className="note note-error">
          <p><b>{name}</b></p>
          {errors?.map(({ detail }) => <p key={detail}>{detail}</p>)}
          <Fixes before={null} fixes={fixes ?? []} use={(geometry: Geometry) => {
            add([{ name, geometry }]);
            setMended([...mended, i]);
          }} />
        </div>
      ))}
    </>
  );
}
