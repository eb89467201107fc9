import { useEffect, useRef, useState } from "react";
import { Button } from "suomifi-ui-components";
import { Select } from "../form/Field";
import { useChecks } from "../i18n/checks";
import type { Place, Preview, Taken } from "./queries";
import { kindOf, kinds, systems, taking, type Kind } from "./taken";

interface Props {
  preview: Preview;
  /** Reads the table otherwise; null: it is none. */
  retake: ((taken: Taken) => void) | null;
}

/** How the places would be read: how many, from which columns, and which rows are none and why. */
export function PreviewPart({ preview: p, retake }: Props) {
  const { t, count } = useChecks();
  const card = useRef<HTMLDivElement>(null);
  useEffect(() => {
    card.current?.scrollIntoView({ block: "nearest" });
  }, [p]);
  return (
    <div className="card batch-preview" ref={card}>
      <h4>{p.name}</h4>
      {p.located && <p>{t("batches.found", { count: p.total - p.faulty, number: count(p.total - p.faulty), total: count(p.total) })}</p>}
      {!p.located && <p className="note note-error" role="alert">{t("batches.notLocated")}</p>}
      {retake && p.swapped > 0 && (
        <div className="note">
          <p>{t("batches.swapped", { count: p.swapped, number: count(p.swapped) })}</p>
          <Button variant="secondary" onClick={() => retake({ ...p.taken, crs: undefined, swap: !p.taken.swap })}>{t("batches.swap")}</Button>
        </div>
      )}
      {p.warnings.map((w) => <p className="hint" key={w.code}>{w.text}</p>)}
      {retake && p.source === "table" && <Columns preview={p} retake={retake} />}
      {p.located && <Rows rows={p.rows.filter((r) => !r.fault).slice(0, 3)} />}
      {p.located && p.faulty > 0 && (
        <details className="finding-group" open>
          <summary>{t("batches.faulty", { count: p.faulty, number: count(p.faulty) })}</summary>
          <p className="hint">{t("batches.faultyHint")}</p>
          <ul className="batch-faults">{p.faults.map((r) => <li key={r.row}><b>{t("batches.rowNumber", { row: r.row })}</b> {r.fault?.detail}</li>)}</ul>
          {p.faulty > p.faults.length && <p className="hint">{t("batches.moreFaults", { count: p.faulty - p.faults.length })}</p>}
        </details>
      )}
    </div>
  );
}

/** The first places as they were understood. */
function Rows({ rows }: { rows: readonly Place[] }) {
  const { t, decimal } = useChecks();
  return (
    <ul className="batch-faults" aria-label={t("batches.firstRows")}>
      {rows.map((r) => <li key={r.row}><b>{r.name || t("batches.rowNumber", { row: r.row })}</b> {r.point && `${decimal(r.point[1] ?? 0, 5)}, ${decimal(r.point[0] ?? 0, 5)}`}</li>)}
    </ul>
  );
}

/** In which columns the places stand, and in which reference system. */
function Columns({ preview: p, retake }: { preview: Preview; retake: (taken: Taken) => void }) {
  const { t } = useChecks();
  const [draft, setDraft] = useState<Taken>(p.taken);
  const [kind, setKind] = useState<Kind>(kindOf(p.taken));
  const [of, setOf] = useState(p);
  if (of !== p) { // another reading: what it has found out is shown
    setOf(p);
    setDraft(p.taken);
    setKind(kindOf(p.taken));
  }
  const set = (by: Partial<Taken>) => setDraft((d) => ({ ...d, ...by }));
  const column = (name: "x" | "y" | "wkt" | "property" | "address" | "name") => (
    <Select id={`batch-${name}`} label={t(`batches.column.${name}`)} value={draft[name] ?? ""} onChange={(value) => set({ [name]: value || undefined })}>
      <option value="">{t(name === "name" ? "batches.noColumn" : "batches.chooseOne")}</option>
      {p.columns.map((c) => <option key={c} value={c}>{c}</option>)}
    </Select>
  );
  return (
    <details className="finding-group" open={!p.located}>
      <summary>{t("batches.columns")}</summary>
      {p.sheets.length > 1 && (
        <Select id="batch-sheet" label={t("batches.sheet")} hint={t("batches.sheetHint")} value={p.taken.sheet ?? ""} onChange={(sheet) => retake({ sheet })}>
          {p.sheets.map((s) => <option key={s} value={s}>{s}</option>)}
        </Select>
      )}
      <Select id="batch-kind" label={t("batches.where")} value={kind} onChange={(value) => setKind(kinds.find((k) => k === value) ?? "xy")}>
        {kinds.map((k) => <option key={k} value={k}>{t(`batches.kind.${k}`)}</option>)}
      </Select>
      {kind === "xy" ? <>{column("x")}{column("y")}</> : column(kind)}
      {(kind === "xy" || kind === "wkt") && (
        <Select id="batch-crs" label={t("batches.crs")} hint={t("batches.crsHint")} value={draft.crs ?? ""} onChange={(crs) => set({ crs: crs || undefined })}>
          <option value="">{t("batches.crsFound")}</option>
          {systems.map(([code, words]) => <option key={code} value={code}>{words} ({code})</option>)}
        </Select>
      )}
      {column("name")}
      <Button variant="secondary" onClick={() => retake(taking(draft, kind))}>{t("batches.readAgain")}</Button>
    </details>
  );
}
