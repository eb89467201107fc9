import { store } from "./address/store";
import { visibleByDefault } from "./layers/layer";
import { fetchLayers } from "./layers/fetch";
import { library } from "./map/open";
import { MapEngine } from "./map/engine";
import { startCamera } from "./map/start";
import { isDark } from "./map/dark";
import { fetchStyle } from "./map/style/served";
import { config, lang } from "./page/config";
import { openTexts } from "./i18n/i18n";
import { reserved } from "./who/reserve";

declare global {
  interface Window {
    /** For measurements and tests: the map of this page. */
    lupakartta?: { map: MapEngine };
  }
}

/** Milliseconds after which the panel is put on the page beside a map that is not drawn yet. */
const patience = 2000;

reserved();

// The map first: its library, the layers, their style and the texts are fetched side by side (the page's head asks for them before
// this script runs), the map is drawn, and then the panel takes the place of its outline in the page.
const layers = fetchLayers(lang);
const style = fetchStyle(lang, isDark());
const texts = openTexts(lang);
const map = openFirst();

async function openFirst(): Promise<MapEngine | null> {
  const container = document.getElementById("map-root");
  if (!container) return null;
  const [gl, list, drawing, { t }] = await Promise.all([library, layers, style, texts]);
  const engine = new MapEngine(gl, {
    container,
    layers: list,
    style: drawing,
    dark: isDark(),
    visible: store.state.layers ?? visibleByDefault(list),
    camera: store.state.camera ?? startCamera(list, config.start),
    background: config.background,
    words: { title: t("map.title"), noBackground: t("map.noBackground") },
  });
  engine.onIdle(() => {
    performance.mark("lupakartta:first-map");
    dispatchEvent(new Event("lupakartta:first-map"));
  });
  window.lupakartta = { map: engine };
  return engine;
}

const root = document.getElementById("root");
if (root) {
  // Whatever becomes of the map, the panel comes: lists and forms work without it.
  const drawing = map.then((engine) => engine && new Promise<void>((done) => engine.onRender(done))).catch(() => null);
  const drawn = map.then((engine) => engine && new Promise<void>((done) => engine.onIdle(done))).catch(() => null);
  const begun = Promise.race([drawn, new Promise((done) => setTimeout(done, patience))]);
  const app = Promise.race([drawing, new Promise((done) => setTimeout(done, patience))]).then(() => import("./app"));
  void Promise.all([app, texts, begun]).then(([{ mount }, i18n]) => mount(root, { map, layers, style, i18n }));
}
