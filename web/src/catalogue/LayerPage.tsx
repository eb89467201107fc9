import { Problem } from "../api/problem";
import { useCatalogue } from "../i18n/catalogue";
import type { Layer, Theme } from "../layers/layer";
import { Legend } from "../layers/Legend";
import { Answer } from "../shell/Answer";
import { Top } from "../shell/Top";
import { useMe } from "../who/queries";
import { Attributes } from "./Attributes";
import { Back } from "./Back";
import { CatalogueLink } from "./CatalogueLink";
import { Coverage } from "./Coverage";
import { Exports } from "./Exports";
import { Facts } from "./Facts";
import { HealthMark } from "./HealthMark";
import { History } from "./History";
import { markOf } from "./mark";
import { OnMap } from "./OnMap";
import { Provenance } from "./Provenance";
import { useLayer, useSources, useVersions } from "./queries";
import { isRegistrar, keeps, tends } from "./registrar";
import { Serving } from "./Serving";
import { SourceFacts } from "./SourcesPage";

/** Everything that is known of a layer. */
export function LayerPage({ id }: { id: string }) {
  const { t } = useCatalogue();
  const layer = useLayer(id);
  const versions = useVersions(id);
  const unpublished = layer.error instanceof Problem && layer.error.status === 404;
  const newest = versions.data?.pages[0]?.items?.[0];
  return (
    <section aria-labelledby="layer-heading">
      <Top id="layer-heading" heading={layer.data?.title ?? newest?.title ?? (unpublished ? id : t("layer.heading"))} focusOn={id}><Back to={{ part: "catalogue" }}>{t("catalogue.heading")}</Back></Top>
      <Answer query={layer}>
        {layer.data && (layer.data.live ? <Live layer={layer.data} /> : <Published layer={layer.data} />)}
        {unpublished && versions.data && <p className="note">{t(newest ? "layer.unpublished" : "layer.unknown")}</p>}
      </Answer>
      {(layer.data ?? newest) && !layer.data?.live && <History id={id} current={layer.data?.version} replaced={layer.data?.replaced} keeper={layer.data?.provenance.keeper ?? newest?.provenance.keeper} />}
    </section>
  );
}

function Published({ layer }: { layer: Layer }) {
  const { t, common, count, date } = useCatalogue();
  const { data: me } = useMe();
  return (
    <>
      {layer.description && <p className="intro">{layer.description}</p>}
      <Facts facts={[
        [t("catalogue.theme"), common(`theme.${layer.theme as Theme}`)],
        [common("layers.features"), count(layer.feature_count)],
        [common("layers.publisher"), layer.source.publisher],
        [common("layers.dataDate"), layer.data_date ? date(layer.data_date) : common("layers.dateUnknown")],
        [common("layers.imported"), layer.imported_at && date(layer.imported_at)],
      ]} />
      <OnMap layer={layer} />
      {(layer.style.color_by || layer.style.cluster_below) && <section className="part" aria-labelledby="legend-heading"><h3 id="legend-heading">{t("layer.legend")}</h3><Legend layer={layer} /></section>}
      <Coverage layer={layer} />
      <Attributes layer={layer} />
      <SourceOf layer={layer} mine={keeps(me, layer.provenance.keeper)} />
      {tends(me, layer.provenance.keeper) && <Serving id={layer.id} />}
      <Provenance version={layer} published={layer.provenance.published_at} />
      <Exports id={layer.id} />
      <section className="part" aria-labelledby="report-heading">
        <h3 id="report-heading">{t("report.heading")}</h3>
        <p className="hint">{t("report.sums", { read: count(layer.provenance.report.read), imported: count(layer.provenance.report.imported), repaired: count(layer.provenance.report.repaired), refused: count(layer.provenance.report.refused) })}</p>
        <p><CatalogueLink to={{ layer: layer.id, version: layer.version }}>{t("report.open")}</CatalogueLink></p>
      </section>
    </>
  );
}

/** A layer that the service itself keeps: it has no versions. */
function Live({ layer }: { layer: Layer }) {
  const { t, common } = useCatalogue();
  const { data: me } = useMe();
  return (
    <>
      {layer.description && <p className="intro">{layer.description}</p>}
      <Facts facts={[
        [t("catalogue.theme"), common(`theme.${layer.theme as Theme}`)],
        [common("layers.features"), common("layers.live")],
        [common("layers.publisher"), layer.source.publisher],
        [common("layers.licence"), layer.licence],
        [common("layers.attribution"), layer.attribution],
        [common("layers.coverage"), common(`coverage.${layer.coverage.kind}`)],
      ]} />
      <OnMap layer={layer} />
      <Attributes layer={layer} />
      {isRegistrar(me) && <Serving id={layer.id} />}
    </>
  );
}

/** Whether the layer is fetched by itself, and what came of it. */
function SourceOf({ layer, mine }: { layer: Layer; mine: boolean }) {
  const { t } = useCatalogue();
  const sources = useSources();
  const source = sources.data?.items.find((s) => s.layer === layer.id);
  return (
    <section className="part" aria-labelledby="source-heading">
      <h3 id="source-heading">{t("layer.refreshing")}</h3>
      <Answer query={sources}>
        {sources.data && <HealthMark mark={markOf(source, sources.dataUpdatedAt)} />}
        {source && <SourceFacts source={source} />}
        {sources.data && !source && <p className="hint">{t("layer.manual")}</p>}
        {mine && <p><CatalogueLink to={{ layer: layer.id, part: "schedule" }}>{t("schedule.open")}</CatalogueLink></p>}
      </Answer>
    </section>
  );
}
