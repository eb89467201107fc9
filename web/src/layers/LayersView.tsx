import { lazy, Suspense } from "react";
import { useAddress } from "../address/store";
import { withCatalogue } from "../i18n/catalogue";
import { useText } from "../i18n/useText";
import { LayerList } from "./LayerList";

const CatalogueView = lazy(() => withCatalogue(import("../catalogue/CatalogueView")).then((m) => ({ default: m.CatalogueView })));

/** The layers on the map; or the catalogue of them, which has a page for each. */
export function LayersView() {
  const { t } = useText();
  const inside = useAddress((s) => s.view === "layers" && (s.part !== null || s.layer !== null || s.imported !== null));
  // The list stays as it was left.
  return (
    <>
      {inside && <Suspense fallback={<p className="waiting">{t("waiting")}</p>}><CatalogueView /></Suspense>}
      <div hidden={inside}><LayerList /></div>
    </>
  );
}
