import { useEffect, useId, useRef, useState } from "react";
import { useAddress } from "../address/store";
import { useFeature } from "../api/queries";
import { Field } from "../form/Field";
import { useAction } from "../form/useAction";
import { useProjects } from "../i18n/projects";
import { useMap } from "../map/MapContext";
import { Answer, ProblemNote } from "../shell/Answer";
import { announce } from "../shell/Announcer";
import { useBench } from "./BenchContext";
import type { Venue } from "./part";
import { usePut } from "./usePut";
import { type Choice, partOf, sameVenue, useVenueLayers, useVenues, venuesAt } from "./venues";

/** How far from a click a venue that is a point is taken, pixels. */
const reach = 16;

/** A venue that is found by its name, among the nearest, or by a click on the map, becomes a part. */
export function VenuePart({ onMap = false }: { onMap?: boolean }) {
  const { t } = useProjects();
  const { map } = useMap();
  const id = useId();
  const layers = useVenueLayers();
  const camera = useAddress((s) => s.camera);
  const [words, setWords] = useState("");
  const [clicked, setClicked] = useState<readonly Choice[] | null>(null);
  const middle = camera ?? (map ? map.camera : null);
  const asked = words.trim();
  const venues = useVenues(asked, layers, middle);
  const { take, busy, problem } = useTaken();
  const at = (lon: number, lat: number) => void venuesAt(lon, lat, (map?.metresPerPixel ?? 1) * reach).then((found) => {
    setClicked(found.length === 1 ? null : found);
    if (found[0] && found.length === 1) void take(found[0]);
    else announce(found.length > 0 ? t("placing.venue.several") : t("placing.venue.nothing"));
  }, () => announce(t("placing.failed")));
  const latest = useRef(at);
  useEffect(() => {
    latest.current = at;
  });
  useEffect(() => (onMap ? map?.takeClicks((lon, lat) => latest.current(lon, lat)) : undefined), [map, onMap]);
  const found = clicked && clicked.length > 0 ? clicked : (venues.data ?? []);
  const told = clicked ? (clicked.length > 0 ? t("placing.venue.several") : t("placing.venue.nothing")) : asked && venues.data ? t("placing.venue.count", { count: found.length }) : asked ? "" : t("placing.venue.nearest");
  return (
    <div className="placing-form" aria-busy={busy}>
      <Field id={id} label={t("placing.venue.name")} hint={t("placing.venue.hint")} value={words} autoComplete="off" onChange={(value) => {
        setWords(value);
        setClicked(null);
      }} />
      <p role="status">{told}</p>
      <Answer query={venues}>
        <ul className="placing-units" aria-label={t("placing.venue.list")}>
          {found.map((venue) => (
            <li key={`${venue.layer} ${venue.feature_id}`}><span><b>{venue.title}</b>{venue.detail && <span className="choice-hint">{venue.detail}</span>}</span><button type="button" onClick={() => void take(venue)}>{t("placing.venue.take")}<span className="hidden-text">: {venue.title}</span></button></li>
          ))}
        </ul>
      </Answer>
      {problem && <ProblemNote problem={problem} />}
    </div>
  );
}

/** Makes a part of a venue; one that is a part already comes to hand. */
function useTaken() {
  const { t } = useProjects();
  const { bench } = useBench();
  const put = usePut();
  const { run, busy, problem } = useAction(async (venue: Choice) => {
    const known = bench.parts.find((part) => sameVenue(part.venue, venue));
    if (known) {
      bench.set({ held: known.id });
      announce(t("placing.venue.already", { name: venue.title }));
      return;
    }
    const part = await partOf(venue);
    if (part) put([part]);
    else announce(t("placing.failed"));
  });
  return { take: run, busy, problem };
}

/** Which venue a part is. */
export function VenueLine({ venue }: { venue: Venue }) {
  const { t } = useProjects();
  const { layers } = useMap();
  const { data, error } = useFeature({ layer: venue.layer, id: venue.feature_id });
  const capacity = layers.find((l) => l.id === venue.layer)?.attributes?.find((a) => a.meaning === "capacity")?.name;
  const most = data?.attributes?.find((a) => a.name === capacity);
  if (error) return <p className="hint">{t("placing.venue.gone")}</p>;
  if (!data) return null;
  return <p className="placing-venue">{t("placing.venue.is", { name: data.title, layer: data.layer_title })}{most && ` ${most.label}: ${most.text}.`}</p>;
}
