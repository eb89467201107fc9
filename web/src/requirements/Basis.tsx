import { CatalogueLink } from "../catalogue/CatalogueLink";
import { useChecks } from "../i18n/checks";
import { useMap } from "../map/MapContext";
import type { Requirements } from "./queries";

/** On what day, by which versions of rules and layers it is told. */
export function Basis({ of }: { of: Requirements }) {
  const { t, date } = useChecks();
  const dated = useDated();
  return (
    <details className="part run-basis">
      <summary>{t("requirements.basis")}</summary>
      <dl>
        <div><dt>{t("run.day")}</dt><dd>{date(of.day)}</dd></div>
        <div><dt>{t("run.engine")}</dt><dd>{of.engine}</dd></div>
      </dl>
      <h4>{t("requirements.layers")}</h4>
      <ul className="rows">
        {of.layers.map((l) => <li key={l.layer} className="row"><div className="row-text"><CatalogueLink to={{ layer: l.layer }}>{l.layer_title}</CatalogueLink><span>{dated(l)}</span></div></li>)}
      </ul>
      <h4>{t("requirements.rules")}</h4>
      <ul className="run-rules">{of.rules.map((r) => <li key={r.rule}><code>{r.rule}</code> {t("run.version", { version: r.rule_version })}</li>)}</ul>
    </details>
  );
}

/** The version of a layer and the day of its data, in words; where its register does not say the day, that on which it was imported. */
export function useDated() {
  const { t, time, date, common } = useChecks();
  const { layers } = useMap();
  return (l: Requirements["layers"][number]) => {
    if (l.at) return t("run.moment", { time: time(l.at) });
    const imported = layers.find((shown) => shown.id === l.layer && shown.version === l.layer_version)?.imported_at;
    const day = l.data_date ? common("finding.dated", { date: date(l.data_date) }) : imported && t("requirements.imported", { date: date(imported) });
    return [t("run.version", { version: l.layer_version }), day].filter(Boolean).join(" · ");
  };
}
