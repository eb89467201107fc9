import type { Feature, Geometry } from "geojson";
import { Fragment, useEffect } from "react";
import { boxAround, middleOf } from "../geo/measure";
import { useShown } from "../i18n/shown";
import { useMap } from "../map/MapContext";
import { wordDiff } from "../rules/wordDiff";
import type { Content, Kind } from "./content";
import type { DifferenceItem } from "./queries";
import { useSays } from "./useSays";

interface Props {
  items: readonly DifferenceItem[];
  kind: Kind | undefined;
  /** What is said now, for the names of parts. */
  content?: Content;
}

/** What two versions say differently: field by field, word by word, and on the map in two inks with signs. */
export function DifferencePart({ items, kind, content }: Props) {
  const { t } = useShown();
  const says = useSays(kind, content);
  const { map } = useMap();
  useShapesOnMap(items);
  if (items.length === 0) return <p className="note">{t("difference.none")}</p>;
  const shaped = items.some((d) => d.shape);
  return (
    <>
      {map && shaped && <p className="shown-inks"><span className="shown-ink shown-ink-in" aria-hidden="true">+</span>{t("difference.added")} <span className="shown-ink shown-ink-out" aria-hidden="true">–</span>{t("difference.removed")}</p>}
      <dl className="rule-changes">
        {items.map((d) => {
          const name = says.label(d.field, d.after ?? d.before);
          return (
            <div key={d.field}>
              <dt>{name}{d.before === null && ` (${t("difference.new")})`}{d.after === null && ` (${t("difference.gone")})`}</dt>
              <dd>
                <Changed before={says.words(d.field, d.before)} after={says.words(d.field, d.after)} />
                {d.shape && <ShapeWords shape={d.shape} name={name} />}
              </dd>
            </div>
          );
        })}
      </dl>
    </>
  );
}

/** A text with what was taken out of it and put in. */
export function Changed({ before, after }: { before: string; after: string }) {
  const { t } = useShown();
  if (before === after) return null;
  const parts = wordDiff(before, after);
  return (
    <>
      {parts.map((part, i) => {
        if (part.kind === "same") return <span key={i}>{part.text}</span>;
        const said = <span className="hidden-text">{t(`difference.${part.kind}`)}</span>; // that it is deleted or inserted is read by few screen readers
        const apart = parts[i - 1]?.kind === "out" && " ";
        return <Fragment key={i}>{apart}{part.kind === "out" ? <del>{said}{part.text}</del> : <ins>{said}{part.text}</ins>}</Fragment>;
      })}
    </>
  );
}

type Shape = NonNullable<DifferenceItem["shape"]>;

/** How a shape changed: how much came and went, and how far its middle moved. */
function ShapeWords({ shape: s, name }: { shape: Shape; name: string }) {
  const { t, area, distance } = useShown();
  const { map } = useMap();
  const said = [
    s.added_area_m2 > 0 && t("difference.more", { size: area(s.added_area_m2) }), s.removed_area_m2 > 0 && t("difference.less", { size: area(s.removed_area_m2) }),
    s.added_length_m > 0 && t("difference.more", { size: distance(s.added_length_m) }), s.removed_length_m > 0 && t("difference.less", { size: distance(s.removed_length_m) }),
    s.moved_m >= 0.1 && t("difference.moved", { distance: distance(s.moved_m) }),
  ].filter(Boolean).join(". ");
  const box = () => boxAround(s.added, s.removed);
  return (
    <>
      <p>{said || t("difference.shape")}</p>
      {map && <div className="actions-small"><button type="button" onClick={() => map.fit(box(), 17)}>{t("show")}<span className="hidden-text">: {name}</span></button></div>}
    </>
  );
}

/** Keeps what of the place has come and gone on the map, each shape with a sign in its middle. */
function useShapesOnMap(items: readonly DifferenceItem[]) {
  const { map } = useMap();
  const drawn = JSON.stringify([items.map((d) => d.shape?.added ?? null), items.map((d) => d.shape?.removed ?? null)]);
  useEffect(() => {
    if (!map) return;
    const [added = [], removed = []] = (JSON.parse(drawn) as (Geometry | null)[][]).map((list) => list.filter((g) => g !== null));
    map.draw("removed", ...removed.flatMap((g) => marked(g, "–")));
    map.draw("added", ...added.flatMap((g) => marked(g, "+")));
    if (added.length + removed.length > 0) map.fit(boxAround(...added, ...removed), 16);
    return () => {
      map.draw("added");
      map.draw("removed");
    };
  }, [map, drawn]);
}

function marked(geometry: Geometry, sign: string): Feature[] {
  const feature = (g: Geometry, properties = {}): Feature => ({ type: "Feature", properties, geometry: g });
  return [...(/Point/.test(geometry.type) ? [] : [feature(geometry)]), feature({ type: "Point", coordinates: [...middleOf(geometry)] }, { sign })];
}
