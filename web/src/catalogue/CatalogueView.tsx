import { lazy, useEffect } from "react";
import { useAddress } from "../address/store";
import { withChecks } from "../i18n/checks";
import { withPeople } from "../i18n/people";
import { Catalogue } from "./Catalogue";
import { LayerPage } from "./LayerPage";
import { SourcesPage } from "./SourcesPage";

const ImportsPage = lazy(() => withPeople(import("../imports/ImportsPage")).then((m) => ({ default: m.ImportsPage })));
const ImportPage = lazy(() => withPeople(import("../imports/ImportPage")).then((m) => ({ default: m.ImportPage })));
const DisputesPage = lazy(() => withChecks(withPeople(import("../runs/DisputesPage"))).then((m) => ({ default: m.DisputesPage })));
const VersionPage = lazy(() => withPeople(import("../imports/VersionPage")).then((m) => ({ default: m.VersionPage })));
const SchedulePage = lazy(() => withPeople(import("../imports/SchedulePage")).then((m) => ({ default: m.SchedulePage })));

/** The pages about layers: all of them, one and its versions, the sources, imports, and what is held to be wrong. */
export function CatalogueView() {
  const { layer, version, part, imported } = { layer: useAddress((s) => s.layer), version: useAddress((s) => s.version), part: useAddress((s) => s.part), imported: useAddress((s) => s.imported) };
  const page = [layer, version, part, imported].join(" ");
  useEffect(() => void document.querySelector(".panel-content")?.scrollTo({ top: 0 }), [page]);
  // The catalogue stays as it was left while one of its layers is looked at.
  const list = part === "catalogue" && !layer && !imported;
  return (
    <>
      {imported ? <ImportPage key={page} id={imported} />
        : layer ? (version ? <VersionPage key={page} layer={layer} version={version} /> : part === "schedule" ? <SchedulePage key={page} layer={layer} /> : <LayerPage key={page} id={layer} />)
          : part === "imports" ? <ImportsPage /> : part === "sources" ? <SourcesPage /> : part === "disputes" ? <DisputesPage /> : null}
      <div hidden={!list && (imported !== null || layer !== null || part === "imports" || part === "sources" || part === "disputes")}><Catalogue here={list} /></div>
    </>
  );
}
