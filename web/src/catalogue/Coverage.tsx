import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { boxOf } from "../geo/measure";
import { useCatalogue } from "../i18n/catalogue";
import type { Layer } from "../layers/layer";
import { useMap } from "../map/MapContext";
import { announce } from "../shell/Announcer";
import { Answer } from "../shell/Answer";
import { coverageQuery } from "./queries";

/** Where the layer's silence means that there is nothing, in words and on the map. */
export function Coverage({ layer }: { layer: Layer }) {
  const { t, common } = useCatalogue();
  const { map } = useMap();
  const [shown, setShown] = useState(false);
  const coverage = useQuery({ ...coverageQuery(layer.id), enabled: shown });
  const area = shown ? (coverage.data?.geometry ?? null) : null;
  useEffect(() => {
    if (!map || !area) return;
    map.draw("coverage", area);
    map.fit(boxOf(area), 13);
    announce(t("coverage.shown"));
    return () => map.draw("coverage");
  }, [map, area, t]);
  const none = layer.coverage.kind === "none";
  return (
    <section className="part" aria-labelledby="coverage-heading">
      <h3 id="coverage-heading">{t("coverage.heading")}</h3>
      <p className="hint">{common(`coverage.${layer.coverage.kind}`)}</p>
      {layer.coverage.why && <p className="hint">{t("coverage.why", { why: layer.coverage.why })}</p>}
      {!none && map && (
        <div className="actions actions-small">
          <button type="button" aria-pressed={shown} onClick={() => setShown(!shown)}>{t("coverage.show")}</button>
        </div>
      )}
      {shown && <Answer query={coverage}>{coverage.data && !coverage.data.geometry && <p className="hint">{t("coverage.empty")}</p>}</Answer>}
    </section>
  );
}
