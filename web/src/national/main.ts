import { fetchLayers } from "../layers/fetch";
import { type Layer, isBackground, visibleByDefault } from "../layers/layer";
import { fetchStyle } from "../map/style/served";
import { type Words, openWords } from "../i18n/national";
import { languages, locales } from "../i18n/language";
import { lang } from "../page/config";
import { mainAddress, read, type View, write } from "./address";
import { element } from "./element";
import { Here } from "./here";
import { layerList } from "./list";
import { NationalMap } from "./map";
import { fetchGrid } from "./tiles";

declare global {
  interface Window {
    /** For tests: the map of this page. */
    nationalMap?: NationalMap;
  }
}

const root = document.getElementById("national");
const words = await openWords();
document.title = words.title;
if (root) await open(root, words).catch(() => root.replaceChildren(element("p", { role: "alert", className: "national-failed" }, words.unavailable)));

async function open(root: HTMLElement, words: Words): Promise<void> {
  const [layers, style, grid] = await Promise.all([fetchLayers(lang), fetchStyle(lang, false), fetchGrid()]);
  const asked = read(location.search);
  const shown = new Set(asked.layers ?? visibleByDefault(layers));
  for (const layer of layers) if (isBackground(layer)) shown.add(layer.id);
  const frame = framed(words, layers, shown);
  root.replaceChildren(frame.page);
  const map = new NationalMap({ container: frame.target, words, layers, style, grid, shown, view: { ...middleOf(layers), ...present(asked) } });
  const here = new Here(words);
  frame.side.prepend(here.panel);
  const chosen = () => layers.filter((l) => !isBackground(l) && shown.has(l.id)).map((l) => l.id);
  const ask = (e: number, n: number) => void here.ask(e, n, 6 * map.resolution, new Set(chosen()));
  map.onClick(ask);
  frame.target.addEventListener("keydown", (event) => {
    if (event.key === "Enter") ask(map.view.e, map.view.n);
  });
  frame.list.addEventListener("layer", (event) => {
    const { id, on } = (event as CustomEvent<{ id: string; on: boolean }>).detail;
    if (on) shown.add(id);
    else shown.delete(id);
    void map.show(id, on);
    moved();
  });
  const moved = () => {
    const usual = visibleByDefault(layers);
    const now: View = { ...map.view, layers: chosen().join() === usual.join() ? null : chosen() };
    history.replaceState(null, "", write(now));
    frame.back.href = mainAddress(lang, now);
    for (const link of frame.languages) link.search = write(now);
  };
  map.onMove(moved);
  tellPlace(map, words, frame.place);
  moved();
  window.nationalMap = map;
}

/** The parts of the page. */
function framed(words: Words, layers: Layer[], shown: ReadonlySet<string>) {
  const back = element("a", { href: `/${lang}/` }, words.back);
  const others = languages.map((l) => element("a", { href: `/${l}/etrs-tm35fin`, lang: l, hreflang: l, ...(l === lang ? { "aria-current": "true" } : {}) }, l.toUpperCase()));
  const target = element("div", { className: "national-map", tabindex: "0", role: "application", "aria-label": words.map, "aria-describedby": "instructions" });
  const place = element("p", { className: "national-place" });
  const list = layerList(words, layers, shown);
  const side = element("div", { className: "national-side" }, list, element("p", { className: "national-about" }, words.about));
  const page = element("div", { className: "national" },
    element("header", {}, back, element("h1", {}, words.title), element("nav", { "aria-label": words.language }, ...others)),
    element("main", {}, element("div", { className: "national-view" }, target, place, element("p", { id: "instructions", className: "hidden-text" }, words.instructions)), side));
  return { page, back, languages: others, target, place, list, side };
}

/** Where the map opens: in the middle of the land that is drawn. */
function middleOf(layers: readonly Layer[]): Omit<View, "layers"> {
  const land = layers.find((l) => l.theme === "base_land" && l.bbox?.length === 4) ?? layers.find((l) => !l.live && l.bbox?.length === 4);
  if (!land?.bbox) return { e: 500_000, n: 7_200_000, z: 2 };
  const [west, south, east, north] = land.bbox as [number, number, number, number];
  const [e, n] = NationalMap.place((west + east) / 2, (south + north) / 2);
  return { e, n, z: 11 };
}

/** The members that are not null. */
function present(asked: ReturnType<typeof read>): Partial<View> {
  return Object.fromEntries(Object.entries({ e: asked.e, n: asked.n, z: asked.z }).filter(([, value]) => value !== null));
}

/** Northing and easting of the pointer, or of the map's middle while there is none. */
function tellPlace(map: NationalMap, words: Words, line: HTMLElement): void {
  const format = new Intl.NumberFormat(locales.fi, { maximumFractionDigits: 0 });
  map.onPlace((e, n, pointed) => {
    line.textContent = `${pointed ? words.pointer : words.middle}: N ${format.format(n)}, E ${format.format(e)}`;
  });
}

