import type { Feature } from "geojson";
import { type ReactNode, useEffect, useRef } from "react";
import { useFeature } from "../api/queries";
import { useShown } from "../i18n/shown";
import { boxAround, boxOf, middleOf } from "../geo/measure";
import { useMap } from "../map/MapContext";
import { usePointed } from "../map/usePointed";
import type { Content, Kind, Part } from "./content";
import { usePlaceWords } from "./queries";
import { useSays } from "./useSays";
import { useSize } from "./useSize";

interface Props {
  content: Content;
  kind: Kind | undefined;
  beside?: (field: string, label: string) => ReactNode;
}

/** The place of a project: in words as a whole, part by part, and on the map for as long as the page is open. */
export function PlacePart({ content: { parts, ...content }, kind, beside }: Props) {
  const { t } = useShown();
  const says = useSays(kind, { ...content, parts });
  const words = usePlaceWords(parts.map((p) => p.geometry));
  usePartsOnMap(parts, says.partName);
  if (parts.length === 0) return <p className="note">{t("parts.none")}</p>;
  return (
    <>
      {words.data && <p>{words.data.words}</p>}
      <ul className="rows">{parts.map((part) => <PartRow key={part.id} part={part} says={says} beside={beside} />)}</ul>
    </>
  );
}

/** A part of a place: what it is for, how large it is, when it is in use; lit on the map while it is pointed at. */
function PartRow({ part, says, beside }: { part: Part; says: ReturnType<typeof useSays>; beside: Props["beside"] }) {
  const { t } = useShown();
  const { map } = useMap();
  const size = useSize();
  const name = says.partName(part);
  const row = usePointed<HTMLLIElement>((pointed) => map?.draw("highlight", ...(pointed ? [part.geometry] : [])));
  const details = [says.purpose(part) !== name && says.purpose(part), size(part.geometry), part.property_units?.length && t("parts.units", { count: part.property_units.length, ids: part.property_units.join(", ") })].filter(Boolean).join(" · ");
  return (
    <li className="row" ref={row}>
      <div className="row-text">
        <b>{name}</b>
        <span>{details}</span>
        {says.partTimes(part) && <span>{t("parts.used", { times: says.partTimes(part) })}</span>}
        {part.venue && <VenueName venue={part.venue} />}
        {part.described && <span>{t("parts.described", { text: part.described })}</span>}
        {beside?.(`/parts/${part.id}`, name)}
      </div>
      {map && <button type="button" className="row-show" onClick={() => map.fit(boxOf(part.geometry))}>{t("show")}<span className="hidden-text">: {name}</span></button>}
    </li>
  );
}

/** Which venue a part was picked as. */
function VenueName({ venue }: { venue: NonNullable<Part["venue"]> }) {
  const { t } = useShown();
  const { data } = useFeature({ layer: venue.layer, id: venue.feature_id });
  return data ? <span>{t("parts.venue", { name: data.title, layer: data.layer_title })}</span> : null;
}

/** Keeps the parts on the map, each with its name; an address without a camera opens there. */
function usePartsOnMap(parts: readonly Part[], nameOf: (part: Part) => string) {
  const { map } = useMap();
  const fitted = useRef(false);
  const drawn = JSON.stringify(parts.flatMap((part): Feature[] => {
    const name = nameOf(part);
    if (/Point/.test(part.geometry.type)) return [{ type: "Feature", properties: { id: part.id, name }, geometry: part.geometry }];
    // Named once, in its middle: the map cuts shapes into tiles.
    return [{ type: "Feature", properties: { id: part.id }, geometry: part.geometry }, { type: "Feature", properties: { id: part.id, name, label: true }, geometry: { type: "Point", coordinates: [...middleOf(part.geometry)] } }];
  }));
  useEffect(() => {
    if (!map) return;
    const features = JSON.parse(drawn) as Feature[];
    map.draw("plan", ...features);
    if (fitted.current || features.length === 0) return;
    fitted.current = true;
    map.fit(boxAround(...features.map((f) => f.geometry)), 16);
  }, [map, drawn]);
  useEffect(() => {
    if (!map) return;
    return () => {
      map.draw("plan");
      map.draw("highlight");
    };
  }, [map]);
}
