import { IconDownload } from "suomifi-ui-components";
import { useCatalogue } from "../i18n/catalogue";
import { exportAddress } from "./queries";

const forms = ["gpkg", "geojson"] as const;

/** A version as a file, with its provenance in it. */
export function Exports({ id, version }: { id: string; version?: number }) {
  const { t } = useCatalogue();
  return (
    <section className="part" aria-labelledby="export-heading">
      <h3 id="export-heading">{t("export.heading")}</h3>
      <p className="hint">{t("export.about")}</p>
      <div className="actions actions-small">
        {forms.map((form) => <a key={form} href={exportAddress(id, form, version)} download><IconDownload aria-hidden="true" />{t(`export.${form}`)}</a>)}
      </div>
    </section>
  );
}
