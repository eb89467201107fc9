import { useCatalogue } from "../i18n/catalogue";
import type { Layer } from "../layers/layer";

/** What the attributes of a layer's features mean. */
export function Attributes({ layer }: { layer: Layer }) {
  const { t } = useCatalogue();
  const attributes = layer.attributes ?? [];
  return (
    <section className="part" aria-labelledby="attributes-heading">
      <h3 id="attributes-heading">{t("attributes.heading")}</h3>
      {attributes.length === 0 && <p className="hint">{t("attributes.none")}</p>}
      <ul className="attributes">
        {attributes.map((a) => {
          const codes = Object.entries(a.codes ?? {});
          return (
            <li key={a.name}>
              <b>{a.label}{a.unit && ` (${a.unit})`}</b> {a.label !== a.name && <code>{a.name}</code>}
              {codes.length > 0 && (
                <details>
                  <summary>{t("attributes.codes", { count: codes.length })}<span className="hidden-text">: {a.label}</span></summary>
                  <dl>{codes.map(([code, words]) => <div key={code}><dt>{code}</dt><dd>{words}</dd></div>)}</dl>
                </details>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
