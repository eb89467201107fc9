import { useMap } from "../map/MapContext";
import type { Entry } from "../map/style/served";
import type { Layer } from "./layer";
import { Swatch } from "./Swatch";

/** What the style tells about a layer; undefined until it has come. */
export function useEntry(layer: Layer): Entry | undefined {
  const { style } = useMap();
  return style?.metadata["lupakartta:legend"].find((entry) => entry.layer === layer.id);
}

/** How a layer looks on the map. */
export function LayerSwatch({ layer }: { layer: Layer }) {
  const entry = useEntry(layer);
  return entry ? <Swatch look={entry.look} /> : <svg className="swatch" aria-hidden="true" focusable="false" />;
}

/** The classes of a layer that is drawn by an attribute, each with its look, code and words, and what a circle with a number means. */
export function Legend({ layer }: { layer: Layer }) {
  const entry = useEntry(layer);
  const looks = [...(entry?.classes ?? []), ...(entry?.cluster ? [entry.cluster] : [])];
  if (looks.length === 0) return null;
  const attribute = layer.attributes?.find((a) => a.name === layer.style.color_by);
  return (
    <ul className="legend" aria-label={attribute?.label ?? layer.title}>
      {looks.map((look) => (
        <li key={look.value ?? look.kind}>
          <Swatch look={look} />
          <span>{look.label}</span>
        </li>
      ))}
    </ul>
  );
}
