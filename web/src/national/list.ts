import type { Words } from "../i18n/national";
import { type Layer, isBackground, themeOrder } from "../layers/layer";
import { element } from "./element";

/** The list of layers to turn on and off. What changes is told by an event "layer" with its id, and whether it is on. */
export function layerList(words: Words, layers: readonly Layer[], shown: ReadonlySet<string>): HTMLFieldSetElement {
  const rank = (layer: Layer) => themeOrder.indexOf(layer.theme as (typeof themeOrder)[number]);
  const list = element("fieldset", { className: "national-layers" }, element("legend", {}, words.layers));
  for (const layer of layers.filter((l) => !isBackground(l)).sort((a, b) => rank(a) - rank(b))) {
    const box = element("input", { type: "checkbox", ...(shown.has(layer.id) ? { checked: "" } : {}) });
    box.addEventListener("change", () => list.dispatchEvent(new CustomEvent("layer", { detail: { id: layer.id, on: box.checked } })));
    list.append(element("label", {}, box, element("span", {}, layer.title)));
  }
  return list;
}
