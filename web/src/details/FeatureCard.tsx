import { useState } from "react";
import { begin } from "../address/address";
import { store } from "../address/store";
import type { Hit } from "../api/queries";
import { seesCases } from "../cases/access";
import { boxOf } from "../geo/measure";
import { useText } from "../i18n/useText";
import { LayerSwatch } from "../layers/Legend";
import { useMap } from "../map/MapContext";
import { useMe } from "../who/queries";

interface Props {
  hit: Hit;
  open: boolean;
  /** The card stands alone: its actions are shown at once. */
  whole?: boolean;
}

/** One feature: what it is, of which layer and day, and its attributes in words. */
export function FeatureCard({ hit, open, whole = false }: Props) {
  const { t, date } = useText();
  const { map, layers } = useMap();
  const [opened, setOpened] = useState<boolean | null>(null);
  const layer = layers.find((l) => l.id === hit.layer);
  const show = () => hit.geometry && map?.fit(boxOf(hit.geometry));
  const use = () => {
    if (hit.geometry) void store.setPlace(hit.geometry, { view: "place", at: null, feature: null, check: false });
  };
  const project = hit.layer.startsWith("live_") ? hit.attributes?.find((a) => a.name === "project")?.text : undefined;
  const attributes = (hit.attributes ?? []).filter((a) => a.text !== "" && !(project && a.name === "project"));
  return (
    <details className="feature" open={opened ?? open} onToggle={(e) => {
      setOpened(e.currentTarget.open);
      if (e.currentTarget.open && hit.geometry && opened !== null) map?.draw("highlight", hit.geometry);
    }}>
      <summary>
        {layer && <LayerSwatch layer={layer} />}
        <span className="feature-name">
          <b>{hit.title}</b>
          {layer && layer.title !== hit.title && <span>{layer.title}</span>}
        </span>
      </summary>
      <dl>
        {attributes.map((a) => (
          <div key={a.name}>
            <dt>{a.label}</dt>
            <dd>{a.text}</dd>
          </div>
        ))}
        {layer && (
          <div>
            <dt>{t("finding.layer")}</dt>
            <dd>{[layer.title, layer.data_date && t("finding.dated", { date: date(layer.data_date) })].filter(Boolean).join(", ")}</dd>
          </div>
        )}
      </dl>
      <div className="actions actions-small">
        {project && <ProjectLink project={project} of={hit.title} />}
        {map && <button type="button" onClick={show}>{t("place.show")}<span className="hidden-text">: {hit.title}</span></button>}
        {hit.geometry && <button type="button" onClick={use}>{t("details.use")}<span className="hidden-text">: {hit.title}</span></button>}
        {!whole && <a href={`?feature=${hit.layer}:${encodeURIComponent(hit.feature_id)}`} onClick={(e) => {
          e.preventDefault();
          store.set({ at: null, feature: { layer: hit.layer, id: hit.feature_id } }, true);
        }}>{t("details.link")}<span className="hidden-text">: {hit.title}</span></a>}
      </div>
    </details>
  );
}

/** The page of the project whose place a feature is a part of: for officials theirs, for others the one that is open to everybody. */
function ProjectLink({ project, of }: { project: string; of: string }) {
  const { t } = useText();
  const view = seesCases(useMe().data) ? "cases" : "events";
  return (
    <a href={`?view=${view}&project=${project}`} onClick={(event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      store.set({ ...begin(view), project }, true);
    }}>{t("details.project")}<span className="hidden-text">: {of}</span></a>
  );
}
