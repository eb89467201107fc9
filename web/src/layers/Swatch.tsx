import { useId } from "react";
import { patterns, shapes } from "../map/style/images";
import { lookOf } from "../map/style/look";
import { toneOf } from "../map/style/tone";
import { useDark } from "../map/dark";
import type { Layer } from "./layer";

interface Props {
  layer: Layer;
  /** Instead of the layer's own colour: that of one of its classes. */
  color?: string;
}

/** How a layer looks on the map: colour, pattern, outline and shape, never colour alone. */
export function Swatch({ layer, color }: Props) {
  const id = useId();
  const look = lookOf(layer);
  const tone = toneOf(useDark());
  const own = color ?? look.color;
  const mark = tone.mark(own);
  const ground = tone.dark && <rect width="24" height="24" rx="2" fill={tone.paper} />;
  const dash = look.dash?.map((d) => d * 1.2).join(" ");
  if (layer.geometry_type === "Point") {
    return (
      <svg className="swatch" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        {ground}
        <path d={shapes[look.shape]} fill={mark} stroke={tone.ring} strokeWidth="1" />
      </svg>
    );
  }
  if (layer.geometry_type === "LineString") {
    const street = layer.theme === "base_street";
    return (
      <svg className="swatch" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        {ground}
        {street && <path d="M1 17 9 8l6 6 8-9" fill="none" stroke={tone.casing} strokeWidth="6" />}
        <path d="M1 17 9 8l6 6 8-9" fill="none" stroke={street ? tone.street(own) : mark} strokeWidth={street ? 4 : 3} strokeDasharray={dash} />
      </svg>
    );
  }
  const area = { base_land: tone.land, base_water: tone.water, building: tone.building }[layer.theme] ?? tone.fill;
  const pattern = look.pattern ? patterns[look.pattern] : null;
  return (
    <svg className="swatch" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {ground}
      {pattern && (
        <pattern id={id} width="12" height="12" patternUnits="userSpaceOnUse">
          <path d={pattern.path} stroke={mark} strokeWidth={pattern.width} strokeLinecap="round" fill="none" />
        </pattern>
      )}
      <rect x="2" y="4" width="20" height="16" fill={look.fill > 0 ? area(own) : "none"} fillOpacity={look.fill} />
      {pattern && <rect x="2" y="4" width="20" height="16" fill={`url(#${id})`} />}
      <rect x="2" y="4" width="20" height="16" fill="none" stroke={tone.outline(own)} strokeWidth={Math.max(look.width, 1)} strokeDasharray={dash} />
    </svg>
  );
}
