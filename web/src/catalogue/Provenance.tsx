import { useCatalogue } from "../i18n/catalogue";
import type { Layer } from "../layers/layer";
import { Facts } from "./Facts";
import type { Version } from "./queries";

interface Props {
  version: Layer | Version;
  published: string | undefined;
}

/** Where a version comes from, on what terms, and on whose word it is shown. */
export function Provenance({ version, published }: Props) {
  const { t, common, date, time } = useCatalogue();
  const { keeper, imported_for, published_for, sha256 } = version.provenance;
  const operator = t("provenance.operator");
  return (
    <section className="part" aria-labelledby="provenance-heading">
      <h3 id="provenance-heading">{t("provenance.heading")}</h3>
      <Facts facts={[
        [t("provenance.source"), version.source.name],
        [common("layers.publisher"), version.source.publisher],
        [common("layers.licence"), version.licence],
        [common("layers.attribution"), version.attribution],
        [t("provenance.crs"), version.source.crs],
        [common("layers.dataDate"), version.data_date ? date(version.data_date) : common("layers.dateUnknown")],
        [common("layers.imported"), version.imported_at && time(version.imported_at)],
        [t("provenance.importedFor"), imported_for?.name ?? operator],
        [t("provenance.published"), published && time(published)],
        [t("provenance.publishedFor"), published && (published_for?.name ?? operator)],
        [t("provenance.keeper"), keeper?.name ?? operator],
        [t("provenance.version"), String(version.version)],
        [t("provenance.sha256"), sha256 && <code className="checksum">{sha256}</code>],
      ]} />
    </section>
  );
}
