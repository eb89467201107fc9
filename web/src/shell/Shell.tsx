import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { store, useAddress } from "../address/store";
import { withChecks } from "../i18n/checks";
import { withPrint } from "../i18n/print";
import { useText } from "../i18n/useText";
import { visibleByDefault } from "../layers/layer";
import { useMap } from "../map/MapContext";
import { MapControls } from "../map/controls/MapControls";
import { ActingStrip } from "./ActingStrip";
import { Announcer } from "./Announcer";
import { Header } from "./Header";
import { Outage } from "./Outage";
import { Panel } from "./Panel";
import { SessionWatch } from "./SessionWatch";
import { PlaceOnMap } from "../place/PlaceOnMap";

const PrintView = lazy(() => withPrint(import("../print/PrintView")).then((m) => ({ default: m.PrintView })));

const RequirementsSheet = lazy(() => withChecks(withPrint(import("../requirements/RequirementsSheet"))).then((m) => ({ default: m.RequirementsSheet })));

/** The page: header, panel, and what lies on the map. The map itself is beside it in the document. */
export function Shell() {
  const { t } = useText();
  const print = useAddress((s) => s.print);
  const sheet = useAddress((s) => s.view === "requirements" && s.part === "sheet" && !s.print);
  useMapAddress();
  useMapLabel();
  return (
    <>
      <a className="skip" href="#panel">{t("skip.panel")}</a>
      <a className="skip" href="#map-root" onClick={focusMap}>{t("skip.map")}</a>
      <Header />
      <ActingStrip />
      <Outage />
      <SessionWatch />
      <Panel />
      <MapControls />
      <PlaceOnMap />
      <Announcer />
      {print && <Suspense fallback={null}><PrintView /></Suspense>}
      {sheet && <Suspense fallback={null}><RequirementsSheet /></Suspense>}
    </>
  );
}

function focusMap(event: React.MouseEvent) {
  event.preventDefault();
  document.querySelector<HTMLElement>("#map-root canvas")?.focus();
}

/** Keeps the map and the address alike: camera, layers, and where people click. */
function useMapAddress() {
  const { map, layers } = useMap();
  const visible = useAddress((s) => s.layers);
  const camera = useAddress((s) => s.camera);
  const known = useRef(camera);

  useEffect(() => {
    if (!map) return;
    const stopMove = map.onMove((to) => {
      known.current = to;
      store.set({ camera: to });
    });
    const stopClick = map.onClick((lon, lat) => store.set({ at: { lon, lat }, feature: null }, true));
    return () => {
      stopMove();
      stopClick();
    };
  }, [map]);

  // Back and forward move the map too.
  useEffect(() => {
    if (map && camera && camera !== known.current) {
      known.current = camera;
      map.flyTo(camera);
    }
  }, [map, camera]);

  useEffect(() => {
    if (map && layers.length > 0) map.show(new Set(visible ?? visibleByDefault(layers)));
  }, [map, layers, visible]);
}

/** Names the map for screen readers, with instructions; Enter asks what is in its middle. */
function useMapLabel() {
  const { map } = useMap();
  const { t } = useText();
  const [described] = useState(() => "map-instructions");
  useEffect(() => {
    const container = document.getElementById("map-root");
    container?.setAttribute("role", "region");
    container?.setAttribute("aria-label", t("map.region"));
    if (!map) return;
    const { canvas } = map;
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", t("map.title"));
    canvas.setAttribute("aria-describedby", described);
    const key = (event: KeyboardEvent) => {
      if (event.key !== "Enter" || map.isBusy) return;
      const { lon, lat } = map.camera;
      store.set({ at: { lon, lat }, feature: null }, true);
    };
    canvas.addEventListener("keydown", key);
    return () => canvas.removeEventListener("keydown", key);
  }, [map, t, described]);
}
