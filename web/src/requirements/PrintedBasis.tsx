import { useDated } from "./Basis";
import { useChecks } from "../i18n/checks";
import type { Requirements } from "./queries";

/** The versions of the layers, with the days of their data, and of the rules, on paper. */
export function PrintedBasis({ of }: { of: Requirements }) {
  const { t } = useChecks();
  const dated = useDated();
  return (
    <section className="sheet-basis">
      <h2>{t("requirements.layers")}</h2>
      <p>{of.layers.map((l) => `${l.layer_title} (${dated(l)})`).join("; ")}</p>
      <h2>{t("requirements.rules")}</h2>
      <p>{of.rules.map((r) => `${r.rule} ${r.rule_version}`).join(", ")}</p>
    </section>
  );
}
