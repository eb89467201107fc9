import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { featureQuery } from "../api/queries";
import { Back } from "../catalogue/Back";
import { Exports } from "../catalogue/Exports";
import { Provenance } from "../catalogue/Provenance";
import { type Version, useReport, useVersion } from "../catalogue/queries";
import { ReportPart, type Spotted } from "../catalogue/ReportPart";
import { keeps } from "../catalogue/registrar";
import { boxOf } from "../geo/measure";
import { useCatalogue } from "../i18n/catalogue";
import { useMap } from "../map/MapContext";
import { Answer } from "../shell/Answer";
import { Top } from "../shell/Top";
import { mine, useMe } from "../who/queries";
import { Approval } from "./Approval";
import { DifferencePart } from "./DifferencePart";
import type { Changes } from "./queries";

interface Props {
  layer: string;
  version: number;
}

/** One version of a layer: its report and provenance; for registrars of its keeper what it changes, and its approval. */
export function VersionPage({ layer, version }: Props) {
  const { t } = useCatalogue();
  const found = useVersion(layer, version);
  const v = found.data;
  return (
    <section aria-labelledby="version-heading">
      <Top id="version-heading" heading={v ? t("version.heading", { title: v.title, version }) : t("version.one", { version })} focusOn={version}><Back to={{ layer }}>{v?.title ?? t("layer.heading")}</Back></Top>
      <Answer query={found}>
        {v === null && <p className="note">{t("version.unknown")}</p>}
        {v && <One v={v} />}
      </Answer>
    </section>
  );
}

function One({ v }: { v: Version }) {
  const { t } = useCatalogue();
  const { data: me } = useMe();
  const report = useReport(v.layer, v.version);
  const show = useShow(v);
  const kept = keeps(me, v.provenance.keeper);
  const open = v.state === "waiting";
  return (
    <>
      <p className="tag" data-state={v.state}>{t(`state.${v.state}`)}</p>
      {open && <p className="intro">{t("version.waiting")}</p>}
      {kept && open && report.data && <div className="actions actions-small"><button type="button" onClick={toApproval}>{t("version.toApproval")}</button></div>}
      {v.state === "cleared" && <p className="intro">{t("version.cleared")}</p>}
      <Answer query={report}>{report.data && <ReportPart report={report.data} show={show} />}</Answer>
      {kept && v.state !== "failed" && v.state !== "cleared" && <DifferencePart layer={v.layer} version={v.version} />}
      {kept && open && report.data && <Approval version={v} report={report.data} show={show} />}
      <Provenance version={v} published={v.provenance.published_at} />
      {(v.state === "published" || v.state === "superseded") && <Exports id={v.layer} version={v.version} />}
    </>
  );
}

/** The list of what changes is long, and who has read it before is spared it. */
function toApproval(): void {
  const heading = document.getElementById("approval-heading");
  heading?.scrollIntoView({ block: "start" });
  heading?.focus({ preventScroll: true });
}

/** Finds a feature of the version on the map: among what it changes, or as everybody sees it. */
function useShow(v: Version) {
  const { map } = useMap();
  const queries = useQueryClient();
  useEffect(() => () => map?.draw("highlight"), [map]);
  return async ({ id, lon, lat }: Spotted): Promise<boolean> => {
    if (!map) return false;
    if (lon !== undefined && lat !== undefined) {
      map.draw("highlight", { type: "Point", coordinates: [lon, lat] });
      map.flyTo({ lon, lat, zoom: 16 });
      return true;
    }
    const listed = queries.getQueriesData<{ pages: Changes[] }>({ queryKey: [mine, "differences", v.layer, v.version] }).flatMap(([, data]) => data?.pages.flatMap((page) => page.features) ?? []);
    const changed = listed.find((f) => f.properties.feature_id === id && f.properties.kind !== "removed")?.geometry;
    const geometry = changed ?? (await queries.fetchQuery({ ...featureQuery({ layer: v.layer, id }), retry: false }).then((hit) => hit.geometry, () => undefined));
    if (!geometry) return false;
    map.draw("highlight", geometry);
    map.fit(boxOf(geometry), 17);
    return true;
  };
}
