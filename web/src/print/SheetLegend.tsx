import { useAddress } from "../address/store";
import { usePrint } from "../i18n/print";
import { type Layer, isBackground } from "../layers/layer";
import { useEntry } from "../layers/Legend";
import { Swatch } from "../layers/Swatch";
import { useMap } from "../map/MapContext";
import { light } from "../map/style/ink";

interface Props {
  layers: readonly Layer[];
  /** The values of color_by that are seen, by layer. */
  seen: ReadonlyMap<string, ReadonlySet<string>>;
  /** The layers of which points are seen that stand for several. */
  gathered: ReadonlySet<string>;
}

/** What is on the map and is seen there, the topmost first. */
export function SheetLegend({ layers, seen, gathered }: Props) {
  const { t } = usePrint();
  const { style } = useMap();
  const place = useAddress((s) => s.place);
  const listed = [...layers].reverse();
  if (!style) return null;
  return (
    <section className="sheet-legend" aria-label={t("legend")}>
      <h2>{t("legend")}</h2>
      {layers.length === 0 && !place && <p>{t("nothing")}</p>}
      <ul>
        {place && <li className="sheet-entry"><Swatch look={{ kind: "area", fill: light.ink, fill_opacity: 0.16, line: light.ink, width: 2 }} /><span>{t("place")}</span></li>}
        {listed.filter((l) => !isBackground(l)).map((layer) => <Explained key={layer.id} layer={layer} seen={seen.get(layer.id)} gathered={gathered.has(layer.id)} />)}
        {listed.filter(isBackground).map((layer) => <Explained key={layer.id} layer={layer} />)}
      </ul>
    </section>
  );
}

/** One layer, and those of its classes that are seen. */
function Explained({ layer, seen, gathered }: { layer: Layer; seen?: ReadonlySet<string>; gathered?: boolean }) {
  const entry = useEntry(layer);
  if (!entry) return null;
  const classes = (entry.classes ?? []).filter((c) => seen?.has(c.value ?? ""));
  const cluster = gathered && entry.cluster;
  return (
    <>
      {classes.length === 0 ? <li className="sheet-entry"><Swatch look={entry.look} /><span>{layer.title}</span></li> : <li className="sheet-entry sheet-group"><b>{layer.title}</b></li>}
      {[...classes, ...(cluster ? [cluster] : [])].map((look) => <li key={look.value ?? look.kind} className="sheet-entry"><Swatch look={look} /><span>{look.label}</span></li>)}
    </>
  );
}
