import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { Button, Heading, LoadingSpinner } from "suomifi-ui-components";
import { Problem } from "../api/problem";
import { type Hit, featureQuery, useFeatures } from "../api/queries";
import { store, useAddress } from "../address/store";
import { windOf } from "../geo/measure";
import { useText } from "../i18n/useText";
import { LayerSwatch } from "../layers/Legend";
import { isBackground, visibleByDefault } from "../layers/layer";
import type { Box } from "../map/box";
import { useMap } from "../map/MapContext";
import { useArea } from "../map/useArea";
import { usePointed } from "../map/usePointed";

/** The map's content to be read: what lies in its view, nearest to its middle first. */
export function ListView() {
  const { t } = useText();
  const { layers } = useMap();
  const listed = useAddress((s) => s.listed);
  const chosen = useAddress((s) => s.layers);
  const area = useArea();
  const shown = listed ? [listed] : (chosen ?? visibleByDefault(layers));
  const features = useFeatures(area, shown);
  const hits = features.data?.pages.flatMap((page) => page.items ?? []) ?? [];
  const choices = layers.filter((l) => !isBackground(l));
  return (
    <section aria-labelledby="list-heading">
      <Heading variant="h2" id="list-heading">{t("list.heading")}</Heading>
      <p className="intro">{t("list.intro")}</p>
      <div className="select">
        <label htmlFor="list-layer">{t("list.layer")}</label>
        <select id="list-layer" value={listed ?? ""} onChange={(e) => store.set({ listed: e.target.value || null })}>
          <option value="">{t("list.visible")}</option>
          {choices.map((l) => <option key={l.id} value={l.id}>{l.title}</option>)}
        </select>
      </div>
      <p className="hint" role="status">
        {features.isPending && shown.length > 0 ? t("waiting") : hits.length === 0 ? "" : features.hasNextPage ? t("list.first", { count: hits.length }) : t("list.count", { count: hits.length })}
      </p>
      {features.isPending && shown.length > 0 && <LoadingSpinner status="loading" variant="small" text={t("waiting")} />}
      {features.error instanceof Problem && <div className="note note-error" role="alert">{features.error.details.map((d) => <p key={d}>{d}</p>)}</div>}
      {!features.isPending && !features.error && hits.length === 0 && <p className="intro">{t("list.empty")}</p>}
      {shown.length === 0 && <p className="intro">{t("list.noLayers")}</p>}
      <ol className="rows">{hits.map((hit) => <Row key={`${hit.layer} ${hit.feature_id}`} hit={hit} />)}</ol>
      {features.hasNextPage && (
        <Button variant="secondary" fullWidth aria-disabled={features.isFetchingNextPage} onClick={() => void features.fetchNextPage()}>{t("list.more")}</Button>
      )}
    </section>
  );
}

/** One feature in the list: opened, or shown on the map. */
function Row({ hit }: { hit: Hit }) {
  const { t, distance } = useText();
  const { map, layers } = useMap();
  const layer = layers.find((l) => l.id === hit.layer);
  const far = hit.distance_m ?? 0;
  const light = useLight();
  const row = usePointed<HTMLLIElement>((pointed) => light(pointed ? hit : null));
  return (
    <li className="row" ref={row}>
      {layer && <LayerSwatch layer={layer} />}
      <div className="row-text">
        <a href={`?feature=${hit.layer}:${encodeURIComponent(hit.feature_id)}`} onClick={(e) => {
          e.preventDefault();
          store.set({ at: null, feature: { layer: hit.layer, id: hit.feature_id } }, true);
        }}>{hit.title}</a>
        <span>{[layer && layer.title !== hit.title ? layer.title : "", far > 0 ? t("finding.away", { distance: distance(far), wind: t(`wind.${windOf(hit.bearing_deg ?? 0)}`) }) : t("list.inMiddle")].filter(Boolean).join(" · ")}</span>
      </div>
      {map && <button type="button" className="row-show" onClick={() => map.fit(hit.bbox as unknown as Box)}>{t("list.show")}<span className="hidden-text">: {hit.title}</span></button>}
    </li>
  );
}

/** Lights a feature on the map while it is pointed at or has the focus. */
function useLight(): (hit: Hit | null) => void {
  const { map } = useMap();
  const client = useQueryClient();
  const latest = useRef<Hit | null>(null);
  useEffect(() => () => map?.draw("highlight"), [map]);
  return (hit) => {
    latest.current = hit;
    if (!map) return;
    if (!hit) return map.draw("highlight");
    void client.fetchQuery(featureQuery({ layer: hit.layer, id: hit.feature_id })).then(
      (feature) => latest.current === hit && feature.geometry && map.draw("highlight", feature.geometry),
      () => undefined, // the feature is listed all the same
    );
  };
}
