import { useState } from "react";
import { Button } from "suomifi-ui-components";
import { useCatalogue } from "../i18n/catalogue";
import { useMap } from "../map/MapContext";
import { announce } from "../shell/Announcer";
import { Facts } from "./Facts";
import type { Refusal, Repair, Report } from "./queries";

/** A feature with a point to look at, where one is known. */
export interface Spotted {
  id: string;
  lon?: number;
  lat?: number;
}

interface Props {
  report: Report;
  /** Shows a feature on the map, and tells whether there is such a place. */
  show: (feature: Spotted) => Promise<boolean>;
}

/** What became of every feature of an import: nothing is dropped without a line. */
export function ReportPart({ report, show }: Props) {
  const { t, count, decimal } = useCatalogue();
  const repaired = report.repaired ?? [];
  const refused = report.refused ?? [];
  const warnings = report.warnings ?? [];
  return (
    <section className="part" aria-labelledby="report-heading">
      <h3 id="report-heading">{t("report.heading")}</h3>
      <Facts facts={[
        [t("report.read"), count(report.read)], [t("report.imported"), count(report.imported)],
        [t("report.repaired"), count(report.repaired_count)], [t("report.refused"), count(report.refused_count)],
        [t("report.warnings"), count(warnings.length)], [t("report.duplicates"), report.duplicates.count > 0 && `${count(report.duplicates.count)} (${(report.duplicates.examples ?? []).join(", ")})`],
        [t("report.heights"), report.flattened.z > 0 && count(report.flattened.z)], [t("report.measures"), report.flattened.m > 0 && count(report.flattened.m)], [t("report.curves"), report.flattened.curves > 0 && count(report.flattened.curves)],
        [t("provenance.crs"), report.source_crs], [t("report.accuracy"), report.accuracy_m ? t("report.metres", { metres: decimal(report.accuracy_m, 1) }) : ""],
        [t("report.missing"), (report.missing_attributes ?? []).join(", ")], [t("report.seconds"), decimal(report.seconds, 1)],
      ]} />
      {report.failure && <p className="note">{report.failure.text}</p>}
      {!report.failure && repaired.length + refused.length + warnings.length === 0 && <p className="hint">{t("report.clean")}</p>}
      {repaired.length > 0 && <Lines name="repaired" lines={repaired} show={show} />}
      {refused.length > 0 && <Lines name="refused" lines={refused} show={show} />}
      {(report.columns?.length ?? 0) > 0 && <Columns columns={report.columns ?? []} />}
      {warnings.length > 0 && (
        <details className="place-form" open={warnings.length <= 5}>
          <summary>{t("report.warningsAll", { count: warnings.length })}</summary>
          <ul className="warnings">{warnings.map((w, i) => <li key={i}>{w.text}</li>)}</ul>
        </details>
      )}
    </section>
  );
}

interface LinesProps {
  name: "repaired" | "refused";
  lines: readonly (Repair | Refusal)[];
  show: Props["show"];
}

/** Lines that are shown at first, and more at each press. */
const step = 25;

/** Features that were repaired or refused, with what was wrong with them. */
function Lines({ name, lines, show }: LinesProps) {
  const { t, area } = useCatalogue();
  const { map } = useMap();
  const [shown, setShown] = useState(step);
  const [missing, setMissing] = useState("");
  const find = async (line: Spotted) => {
    if (await show(line)) return setMissing("");
    setMissing(line.id);
    announce(t("report.noPlace"));
  };
  return (
    <details className="place-form" open={lines.length <= 5}>
      <summary>{t(`report.${name}All`, { count: lines.length })}</summary>
      <ul className="rows">
        {lines.slice(0, shown).map((line, i) => (
          <li key={`${line.id} ${i}`} className="row">
            <div className="row-text">
              <b>{line.id}</b>
              <span>{line.reason.text}</span>
              {"area_before_m2" in line && line.area_after_m2 > 0 && <span>{t("report.area", { before: area(line.area_before_m2), after: area(line.area_after_m2) })}</span>}
              {missing === line.id && <span>{t("report.noPlace")}</span>}
            </div>
            {map && (line.lon !== undefined || name === "repaired") && <button type="button" className="row-show" onClick={() => void find(line)}>{t("show")}<span className="hidden-text">: {line.id}</span></button>}
          </li>
        ))}
      </ul>
      {lines.length > shown && <Button variant="secondary" fullWidth onClick={() => setShown(shown + step)}>{t("more")}</Button>}
    </details>
  );
}

/** What stands in the columns of the source, and what does not fit what was declared of them. */
function Columns({ columns }: { columns: NonNullable<Report["columns"]> }) {
  const { t, count } = useCatalogue();
  return (
    <details className="place-form">
      <summary>{t("report.columns", { count: columns.length })}</summary>
      <ul className="attributes">
        {columns.map((c) => (
          <li key={c.name}>
            <b>{c.name}</b> {c.nulls > 0 && <span className="hint">{t("report.empty", { count: count(c.nulls) })}</span>}
            {(c.examples ?? []).length > 0 && <span className="hint">{t("report.examples", { values: (c.examples ?? []).join(", ") })}</span>}
            {(c.mismatches ?? 0) > 0 && <p className="field-fault">{t("report.mismatches", { count: c.mismatches, values: (c.mismatch_examples ?? []).map((m) => `${m.id}: ${m.value}`).join(", ") })}</p>}
          </li>
        ))}
      </ul>
    </details>
  );
}
