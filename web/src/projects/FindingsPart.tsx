import { useState } from "react";
import { LoadingSpinner } from "suomifi-ui-components";
import { Problem } from "../api/problem";
import { useCheck } from "../api/queries";
import { FindingGroups } from "../findings/FindingGroups";
import { useHighlight } from "../findings/useHighlight";
import { Select } from "../form/Field";
import { useProjects } from "../i18n/projects";
import type { Part } from "../placing/part";
import { ProblemNote } from "../shell/Answer";
import { useProject } from "./ProjectContext";
import { checkAnswers } from "./cases";

/** What stands in the way at a part of the place, by what the project answers. */
export function FindingsPart() {
  const { t } = useProjects();
  const { parts } = useProject();
  const [chosen, setChosen] = useState("");
  const part = parts.find((p) => p.id === chosen) ?? parts[0];
  if (!part) return null;
  return (
    <details className="finding-group">
      <summary>{t("show.allFindings")}</summary>
      {parts.length > 1 && (
        <Select id="findings-part" label={t("show.findingsOf")} value={part.id} onChange={setChosen}>
          {parts.map((p, i) => <option key={p.id} value={p.id}>{p.name || t("says.part", { name: i + 1 })}</option>)}
        </Select>
      )}
      <Of key={part.id} part={part} />
    </details>
  );
}

function Of({ part }: { part: Part }) {
  const { t } = useProjects();
  const { kind, fields } = useProject();
  const check = useCheck(part.geometry, kind ? checkAnswers(kind, fields) : null);
  const highlight = useHighlight(part.geometry);
  return (
    <>
      {check.isPending && <LoadingSpinner status="loading" variant="small" text={t("show.checking")} />}
      {check.error instanceof Problem && <ProblemNote problem={check.error} />}
      {check.data && <FindingGroups result={check.data} highlight={highlight} />}
    </>
  );
}
