import { usePrint } from "../i18n/print";
import type { Layer } from "../layers/layer";
import { config } from "../page/config";

/** Whose data is on the map, in which version and of which day. */
export function SheetSources({ layers }: { layers: readonly Layer[] }) {
  const { t, date } = usePrint();
  const dated = ({ data_date, imported_at }: Layer) => {
    if (data_date) return date(data_date);
    return imported_at ? t("imported", { date: date(imported_at) }) : t("asPrinted");
  };
  return (
    <section className="sheet-sources">
      <h2 id="sheet-sources">{t("sources")}</h2>
      <table aria-labelledby="sheet-sources">
        <thead>
          <tr><th scope="col">{t("layer")}</th><th scope="col">{t("version")}</th><th scope="col">{t("dated")}</th><th scope="col">{t("attribution")}</th></tr>
        </thead>
        <tbody>
          {[...layers].reverse().map((layer) => (
            <tr key={layer.id}>
              <th scope="row">{layer.title}</th>
              <td>{layer.live ? "" : layer.version}</td>
              <td>{dated(layer)}</td>
              <td>{[layer.attribution, layer.licence].filter(Boolean).join(", ")}</td>
            </tr>
          ))}
          {config.background && <tr><th scope="row">{t("background")}</th><td /><td /><td>{config.background.attribution}</td></tr>}
        </tbody>
      </table>
    </section>
  );
}
