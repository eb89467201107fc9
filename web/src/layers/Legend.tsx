import { coloursOf } from "../map/style/look";
import type { Layer } from "./layer";
import { Swatch } from "./Swatch";

/** The classes of a layer that is coloured by an attribute, each with its colour, code and words. */
export function Legend({ layer }: { layer: Layer }) {
  const classes = coloursOf(layer);
  if (!layer.style.color_by || classes.length === 0) return null;
  const attribute = layer.attributes?.find((a) => a.name === layer.style.color_by);
  return (
    <ul className="legend" aria-label={attribute?.label ?? layer.title}>
      {classes.map(([value, color]) => {
        const words = attribute?.codes?.[value];
        return (
          <li key={value}>
            <Swatch layer={layer} color={color} />
            <span>{words?.startsWith(value) ? words : words ? `${value}: ${words}` : value}</span>
          </li>
        );
      })}
    </ul>
  );
}
