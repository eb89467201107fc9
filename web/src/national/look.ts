import type { FeatureLike } from "ol/Feature";
import CircleStyle from "ol/style/Circle";
import Fill from "ol/style/Fill";
import Stroke from "ol/style/Stroke";
import Style from "ol/style/Style";
import Text from "ol/style/Text";
import { locales } from "../i18n/language";
import { type Entry, type Paths, type Swatch, pointCount } from "../map/style/served";
import { lang } from "../page/config";
import type { Layer } from "../layers/layer";

/** How far the patterns of an area repeat, in pixels. */
const tile = 12;

/** #rrggbb with an opacity. */
const clear = (colour: string, opacity = 1) => colour + Math.round(opacity * 255).toString(16).padStart(2, "0");

/** The plain colour and the pattern of an area, painted once. */
function areaFill(look: Swatch, paths: Paths): CanvasPattern | string | null {
  const plain = look.fill ? clear(look.fill, look.fill_opacity) : null;
  const pattern = look.pattern ? paths.patterns[look.pattern] : undefined;
  if (!pattern) return plain;
  const canvas = document.createElement("canvas");
  const ratio = Math.ceil(devicePixelRatio);
  canvas.width = canvas.height = tile * ratio;
  const context = canvas.getContext("2d");
  if (!context) return plain;
  context.scale(ratio, ratio);
  if (plain) {
    context.fillStyle = plain;
    context.fillRect(0, 0, tile, tile);
  }
  context.strokeStyle = look.pattern_color ?? look.line ?? look.fill ?? "#000000";
  context.lineWidth = pattern.width;
  context.stroke(new Path2D(pattern.path));
  return context.createPattern(canvas, "repeat");
}

/** The OpenLayers styles of a look: a casing lies under its line. */
function stylesOf(look: Swatch, paths: Paths): Style[] {
  if (look.kind === "point") {
    const fill = look.fill ?? look.line;
    return [new Style({ image: new CircleStyle({ radius: 6, ...(fill ? { fill: new Fill({ color: fill }) } : {}), stroke: new Stroke({ color: "#ffffff", width: 1.5 }) }) })];
  }
  const stroke = look.line ? new Stroke({ color: look.line, width: look.width ?? 1, ...(look.dash ? { lineDash: look.dash } : {}) }) : undefined;
  if (look.kind === "line")
    return [
      ...(look.casing ? [new Style({ stroke: new Stroke({ color: look.casing, width: (look.width ?? 1) + 1.5 }) })] : []),
      new Style({ ...(stroke ? { stroke } : {}) }),
    ];
  const color = areaFill(look, paths);
  // The background's areas touch: lines round them would show where pieces of land end.
  const outline = look.fill_opacity === 1 ? undefined : stroke;
  return [new Style({ ...(color ? { fill: new Fill({ color }) } : {}), ...(outline ? { stroke: outline } : {}) })];
}

/** How many points a feature stands for; 0: for itself. */
export const countOf = (feature: FeatureLike): number => Number(feature.get(pointCount) ?? 0);

/** How large the circle of so many points is, pixels. */
export const radiusOf = (count: number): number => Math.min(9 + 2.2 * Math.log10(count), 20);

const compact = new Intl.NumberFormat(locales[lang], { notation: "compact", maximumSignificantDigits: 2 });

/** The circle of points that stand for several: it grows with their number, which stands in it. */
function clusterStyle({ fill = "#000000", line = "#ffffff", text = "#ffffff" }: Swatch, count: number): Style[] {
  return [new Style({
    image: new CircleStyle({ radius: radiusOf(count), fill: new Fill({ color: fill }), stroke: new Stroke({ color: line, width: 1.5 }) }),
    text: new Text({ text: compact.format(count), font: "600 11px Kartta-SemiBold, sans-serif", fill: new Fill({ color: text }) }),
    zIndex: 1, // over points beside it
  })];
}

/** Draws a layer as the service's own legend explains it. What is too small for the zoom is a point, and is left out but where points are meant. */
export function lookOf(layer: Layer, entry: Entry, paths: Paths): (feature: FeatureLike) => Style[] | undefined {
  const common = stylesOf(entry.look, paths);
  const classes = new Map((entry.classes ?? []).map((look) => [look.value, stylesOf(look, paths)]));
  const by = layer.style.color_by;
  return (feature) => {
    const count = countOf(feature);
    if (count > 0 && entry.cluster) return clusterStyle(entry.cluster, count);
    if (feature.getGeometry()?.getType() === "Point" && entry.look.kind !== "point") return undefined;
    const value = (by ? feature.get(by) : undefined) as string | undefined; // or a number: String below
    return classes.get(value === undefined ? undefined : String(value)) ?? common;
  };
}
