import { type Sign as Kind, signs } from "../map/style/images";

/** The sign of what becomes of a feature, as on the map. */
export function Sign({ kind }: { kind: Kind }) {
  return (
    <svg className="sign" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={signs[kind].outline} fill={signs[kind].color} />
      <path className="mark" d={signs[kind].sign} />
    </svg>
  );
}
