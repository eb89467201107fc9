import { useId } from "react";
import { patterns, shapes } from "../map/style/images";
import { lookOf } from "../map/style/look";
import { shade } from "../map/style/colour";
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
  const own = color ?? look.color;
  const dash = look.dash?.map((d) => d * 1.2).join(" ");
  if (layer.geometry_type === "Point") {
    return (
      <svg className="swatch" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <path d={shapes[look.shape]} fill={own} stroke="#fff" strokeWidth="1" />
      </svg>
    );
  }
  if (layer.geometry_type === "LineString") {
    const light = layer.theme === "base_street";
    return (
      <svg className="swatch" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        {light && <path d="M1 17 9 8l6 6 8-9" fill="none" stroke="#cfc8b8" strokeWidth="6" />}
        <path d="M1 17 9 8l6 6 8-9" fill="none" stroke={own} strokeWidth={light ? 4 : 3} strokeDasharray={dash} />
      </svg>
    );
  }
  const pattern = look.pattern ? patterns[look.pattern] : null;
  return (
    <svg className="swatch" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {pattern && (
        <pattern id={id} width="12" height="12" patternUnits="userSpaceOnUse">
          <path d={pattern.path} stroke={own} strokeWidth={pattern.width} strokeLinecap="round" fill="none" />
        </pattern>
      )}
      <rect x="2" y="4" width="20" height="16" fill={look.fill > 0 ? own : "none"} fillOpacity={look.fill} />
      {pattern && <rect x="2" y="4" width="20" height="16" fill={`url(#${id})`} />}
      <rect x="2" y="4" width="20" height="16" fill="none" stroke={shade(own, -0.15)} strokeWidth={Math.max(look.width, 1)} strokeDasharray={dash} />
    </svg>
  );
}
