import { useText } from "../i18n/useText";
import { CatalogueLink } from "../catalogue/CatalogueLink";
import type { Layer } from "./layer";

/** Whose data a layer is, of what day, on what terms, and what its silence means. */
export function LayerFacts({ layer }: { layer: Layer }) {
  const { t, count, date } = useText();
  const facts: [string, string][] = [
    [t("layers.features"), layer.live ? t("layers.live") : count(layer.feature_count)],
    [t("layers.publisher"), layer.source.publisher],
    [t("layers.attribution"), layer.attribution],
    [t("layers.licence"), layer.licence],
    [t("layers.dataDate"), layer.data_date ? date(layer.data_date) : layer.live ? "" : t("layers.dateUnknown")],
    [t("layers.imported"), layer.imported_at ? date(layer.imported_at) : ""],
    [t("layers.coverage"), t(`coverage.${layer.coverage.kind}`)],
  ];
  return (
    <details className="facts">
      <summary>{t("layers.about")}<span className="hidden-text">: {layer.title}</span></summary>
      {layer.description && <p>{layer.description}</p>}
      <dl>
        {facts.filter(([, value]) => value).map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p><CatalogueLink to={{ layer: layer.id }}>{t("layers.page")}<span className="hidden-text">: {layer.title}</span></CatalogueLink></p>
    </details>
  );
}

