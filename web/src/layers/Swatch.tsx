import { useId } from "react";
import { useMap } from "../map/MapContext";
import type { Swatch as Look } from "../map/style/served";

/** How features look on the map: colour, pattern, outline and shape, never colour alone. */
export function Swatch({ look }: { look: Look }) {
  const id = useId();
  const { style } = useMap();
  if (!style) return null;
  const { "lupakartta:paths": paths, "lupakartta:paper": paper } = style.metadata;
  const ground = <rect width="24" height="24" rx="2" fill={paper} />;
  const dash = look.dash?.map((d) => d * 1.2).join(" ");
  if (look.kind === "point") {
    return (
      <svg className="swatch" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        {ground}
        <path d={paths.shapes[look.shape ?? ""]} fill={look.fill} stroke={look.line} strokeWidth="1" />
      </svg>
    );
  }
  if (look.kind === "cluster") {
    return (
      <svg className="swatch" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        {ground}
        <circle cx="12" cy="12" r="10" fill={look.fill} stroke={look.line} strokeWidth="1.5" />
        <text x="12" y="16.200" textAnchor="middle" fontSize="12" fontWeight="600" fill={look.text}>9</text>
      </svg>
    );
  }
  if (look.kind === "line") {
    return (
      <svg className="swatch" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        {ground}
        {look.casing && <path d="M1 17 9 8l6 6 8-9" fill="none" stroke={look.casing} strokeWidth={(look.width ?? 0) + 2} />}
        <path d="M1 17 9 8l6 6 8-9" fill="none" stroke={look.line} strokeWidth={look.width} strokeDasharray={dash} />
      </svg>
    );
  }
  const pattern = look.pattern ? paths.patterns[look.pattern] : null;
  return (
    <svg className="swatch" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {ground}
      {pattern && (
        <pattern id={id} width="12" height="12" patternUnits="userSpaceOnUse">
          <path d={pattern.path} stroke={look.pattern_color} strokeWidth={pattern.width} strokeLinecap="round" fill="none" />
        </pattern>
      )}
      <rect x="2" y="4" width="20" height="16" fill={look.fill ?? "none"} fillOpacity={look.fill_opacity} />
      {pattern && <rect x="2" y="4" width="20" height="16" fill={`url(#${id})`} />}
      <rect x="2" y="4" width="20" height="16" fill="none" stroke={look.line} strokeWidth={look.width} strokeDasharray={dash} />
    </svg>
  );
}
