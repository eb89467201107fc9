import type { Geometry } from "geojson";
import { useEffect, useMemo } from "react";
import { Button, IconArrowLeft, IconMapLocation } from "suomifi-ui-components";
import { begin } from "../address/address";
import { store } from "../address/store";
import { Problem } from "../api/problem";
import { FindingGroups } from "../findings/FindingGroups";
import { useHighlight } from "../findings/useHighlight";
import { boxOf } from "../geo/measure";
import { useChecks } from "../i18n/checks";
import { useMap } from "../map/MapContext";
import { CopyLink } from "../place/CopyLink";
import { PlaceWords } from "../place/PlaceWords";
import { Answer } from "../shell/Answer";
import { Top } from "../shell/Top";
import { AgainPart } from "./AgainPart";
import { BasisPart } from "./BasisPart";
import { DisputePart } from "./DisputePart";
import { type Kept, useKept } from "./queries";

/** A check that somebody kept, as it was then. */
export function RunView({ id }: { id: string }) {
  const { t } = useChecks();
  const kept = useKept(id);
  const missing = kept.error instanceof Problem && kept.error.status === 404;
  return (
    <section aria-labelledby="run-heading">
      <Top id="run-heading" heading={t("run.heading")} focusOn={id}>
        <button type="button" className="back" onClick={() => store.set(begin("place"), true)}><IconArrowLeft aria-hidden="true" />{t("run.back")}</button>
      </Top>
      <Answer query={kept}>
        {missing && <p className="note">{t("run.notThere")}</p>}
        {kept.data && <Known kept={kept.data} />}
      </Answer>
    </section>
  );
}

function Known({ kept }: { kept: Kept }) {
  const { t, common, time } = useChecks();
  const { map } = useMap();
  const place = usePlace(kept);
  const highlight = useHighlight(place);
  return (
    <>
      <div className="card place-card">
        <PlaceWords place={place} />
        <p className="run-kept"><b>{t("run.kept", { time: time(kept.created_at) })}</b></p>
        <p>{t("run.intro")}</p>
        <div className="actions">
          <CopyLink />
          <Button variant="secondary" onClick={() => void store.setPlace(place, { ...begin("place"), check: true })}>{t("run.use")}</Button>
        </div>
        {map && (
          <div className="actions actions-small">
            <button type="button" onClick={() => map.fit(boxOf(place))}><IconMapLocation aria-hidden="true" />{common("place.show")}</button>
          </div>
        )}
      </div>
      <AgainPart id={kept.id} />
      <section className="findings part" aria-labelledby="run-findings">
        <h3 id="run-findings">{t("run.results")}</h3>
        <FindingGroups result={kept.result} highlight={highlight} beneath={(finding) => <DisputePart run={kept} finding={finding} />} />
      </section>
      <BasisPart kept={kept} />
    </>
  );
}

/** The place that was checked, and it on the map for as long as the check is open. A link without a camera opens there. */
function usePlace(kept: Kept): Geometry {
  const { map } = useMap();
  const text = JSON.stringify(kept.result.geometry);
  const place = useMemo(() => JSON.parse(text) as Geometry, [text]);
  useEffect(() => {
    if (!map) return;
    map.draw("place", place);
    if (!new URLSearchParams(location.search).has("center")) map.fit(boxOf(place), 16);
  }, [map, place]);
  return place;
}
