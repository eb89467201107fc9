import { useState } from "react";
import { IconMapMyLocation, IconMinus, IconPlus, IconPrint } from "suomifi-ui-components";
import { store, useAddress } from "../../address/store";
import { useText } from "../../i18n/useText";
import { isBackground, visibleByDefault } from "../../layers/layer";
import { announce } from "../../shell/Announcer";
import { config } from "../../page/config";
import { useMap } from "../MapContext";

/** Buttons on the map, its scale, and whose data it shows. */
export function MapControls() {
  const { t } = useText();
  const { map } = useMap();
  if (!map) return null;
  return (
    <section className="map-tools" aria-label={t("map.tools")}>
      <p className="hidden-text" id="map-instructions">{t("map.instructions")}</p>
      <div className="map-buttons">
        <a className="map-print" id="print-map" href="?print=1" aria-label={t("map.print")} title={t("map.print")} onClick={print}><IconPrint aria-hidden="true" /></a>
        <MyLocation />
        <div className="map-zoom">
          <button type="button" aria-label={t("map.zoomIn")} title={t("map.zoomIn")} onClick={() => map.zoomBy(1)}><IconPlus aria-hidden="true" /></button>
          <button type="button" aria-label={t("map.zoomOut")} title={t("map.zoomOut")} onClick={() => map.zoomBy(-1)}><IconMinus aria-hidden="true" /></button>
        </div>
      </div>
      <div className="map-foot">
        <Attribution />
        <ScaleBar />
      </div>
    </section>
  );
}

function print(event: React.MouseEvent) {
  event.preventDefault();
  store.set({ print: true }, true);
}

function MyLocation() {
  const { t } = useText();
  const { map } = useMap();
  const [failed, setFailed] = useState(false);
  const locate = () => {
    setFailed(false);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        map?.flyTo({ lon: coords.longitude, lat: coords.latitude, zoom: 16 });
        store.set({ at: { lon: coords.longitude, lat: coords.latitude }, feature: null }, true);
      },
      () => {
        setFailed(true);
        announce(t("map.locateFailed"));
      },
      { enableHighAccuracy: true, timeout: 10_000 },
    );
  };
  return (
    <>
      {failed && <p className="map-message">{t("map.locateFailed")}</p>}
      <button type="button" className="map-locate" aria-label={t("map.locate")} title={t("map.locate")} onClick={locate}><IconMapMyLocation aria-hidden="true" /></button>
    </>
  );
}

/** A bar as long as a round number of metres on the ground. */
function ScaleBar() {
  const { map } = useMap();
  const { t, distance } = useText();
  useAddress((s) => s.camera); // changes when the map has moved
  const perPixel = map?.metresPerPixel ?? 1;
  const most = perPixel * 110;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = [5, 2, 1].map((n) => n * power).find((m) => m <= most) ?? power;
  const text = metres < 1000 ? `${metres} m` : `${metres / 1000} km`;
  return (
    <svg className="scale-bar" role="img" aria-label={t("map.scale", { distance: distance(metres) })} width={metres / perPixel + 4} height="22">
      <path d={`M2 13v7h${metres / perPixel}v-7`} fill="none" stroke="#fff" strokeWidth="5" />
      <path d={`M2 13v7h${metres / perPixel}v-7`} fill="none" stroke="#212121" strokeWidth="2" />
      <text x={metres / perPixel / 2 + 2} y="13" textAnchor="middle">{text}</text>
    </svg>
  );
}

/** Whose data is on the map, as the licences ask. */
function Attribution() {
  const { t } = useText();
  const { layers } = useMap();
  const chosen = useAddress((s) => s.layers);
  const on = new Set(chosen ?? visibleByDefault(layers));
  const names = layers.filter((l) => on.has(l.id) || (isBackground(l) && !config.background)).map((l) => l.attribution);
  if (config.background) names.push(config.background.attribution);
  const unique = [...new Set(names)].filter(Boolean);
  return (
    <details className="attribution">
      <summary>{t("map.attribution")}</summary>
      <ul>{unique.map((name) => <li key={name}>{name}</li>)}</ul>
    </details>
  );
}
