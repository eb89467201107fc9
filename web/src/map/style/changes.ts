import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from "maplibre-gl";
import { type Sign, patternImage, signImage, signs } from "./images";
import type { Ink } from "./ink";

/** How areas are filled and outlined by what becomes of them. */
const looks: Record<Sign, { pattern: "hatch" | "cross" | "dots" | ""; dash?: number[] }> = {
  added: { pattern: "hatch" },
  removed: { pattern: "cross", dash: [1, 1.5] },
  moved: { pattern: "dots", dash: [4, 1.5] },
  changed: { pattern: "", dash: [6, 1, 1, 1] },
};

const all = Object.keys(signs) as Sign[];

/** What a version of a layer changes: each kind has a sign, a pattern and an outline of its own. */
export function changes(ink: Ink): LayerSpecification[] {
  const colour = (kind: Sign) => (ink.dark ? signs[kind].dark : signs[kind].color);
  const by = (value: (kind: Sign) => string) => ["match", ["get", "kind"], ...all.slice(1).flatMap((k) => [k, value(k)]), value("added")] as unknown as ExpressionSpecification;
  const of = (kind: Sign, type: "Polygon" | "Point"): FilterSpecification => ["all", ["==", ["get", "kind"], kind], [type === "Point" ? "!=" : "==", ["geometry-type"], type]];
  return [
    ...all.map((kind): LayerSpecification => ({
      id: `changes/fill-${kind}`, type: "fill", source: "changes", filter: of(kind, "Polygon"),
      paint: looks[kind].pattern ? { "fill-pattern": patternImage(looks[kind].pattern, colour(kind)) } : { "fill-color": colour(kind), "fill-opacity": 0.12 },
    })),
    { id: "changes/halo", type: "line", source: "changes", filter: ["!=", ["geometry-type"], "Point"], layout: { "line-join": "round" }, paint: { "line-color": ink.edge, "line-width": 5, "line-opacity": 0.8 } },
    ...all.map((kind): LayerSpecification => ({
      id: `changes/line-${kind}`, type: "line", source: "changes", filter: of(kind, "Point"), layout: { "line-join": "round" },
      paint: { "line-color": colour(kind), "line-width": 2.5, ...(looks[kind].dash ? { "line-dasharray": looks[kind].dash } : {}) },
    })),
    {
      id: "changes/sign", type: "symbol", source: "changes", filter: ["==", ["geometry-type"], "Point"],
      layout: { "icon-image": by((kind) => signImage(kind, colour(kind), ink.edge)), "icon-allow-overlap": true, "icon-size": 0.9 },
    },
  ];
}
