import type { Geometry } from "geojson";
import { useMemo } from "react";
import { begin } from "../address/address";
import { store } from "../address/store";
import { FindingGroups } from "../findings/FindingGroups";
import { useHighlight } from "../findings/useHighlight";
import { useShown } from "../i18n/shown";
import { type Kept, useKept } from "../runs/queries";
import { Answer } from "../shell/Answer";

/** What the checks say that were kept when the version was shown. */
export function RunPart({ runs, withheld }: { runs: readonly string[]; withheld: number }) {
  const { t } = useShown();
  return (
    <section className="part" aria-labelledby="case-runs">
      <h3 id="case-runs">{t("case.runs")}</h3>
      {runs.length === 0 && <p className="note">{t(withheld > 0 ? "case.runsWithheld" : "case.noRuns")}</p>}
      {runs.length > 0 && withheld > 0 && <p className="hint">{t("case.runsPartly")}</p>}
      {runs.map((run) => <Run key={run} id={run} />)}
    </section>
  );
}

function Run({ id }: { id: string }) {
  const kept = useKept(id);
  return <Answer query={kept}>{kept.data && <Findings kept={kept.data} />}</Answer>;
}

/** Areas, lines and points of a place are checked each together. */
const kindOf = (type: string) => (/Polygon$/.test(type) ? "areas" : /LineString$/.test(type) ? "lines" : /Point$/.test(type) ? "points" : "place");

function Findings({ kept }: { kept: Kept }) {
  const { t, time } = useShown();
  const text = JSON.stringify(kept.result.geometry);
  const highlight = useHighlight(useMemo(() => JSON.parse(text) as Geometry, [text]));
  return (
    <div className="findings">
      <h4>{t(`case.run.${kindOf(kept.result.geometry.type)}`)}</h4>
      <p className="hint">{t("case.checkedAt", { time: time(kept.created_at) })} <a href={`?run=${kept.id}`} onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        store.set({ ...begin("place"), run: kept.id }, true);
      }}>{t("case.openRun")}</a></p>
      <FindingGroups result={kept.result} highlight={highlight} />
    </div>
  );
}
