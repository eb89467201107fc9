import type { Feature } from "geojson";
import { useEffect } from "react";
import { Button, LoadingSpinner } from "suomifi-ui-components";
import { SeverityIcon } from "../findings/severity";
import { useAction } from "../form/useAction";
import { boxOf, circle } from "../geo/measure";
import { useRules } from "../i18n/rules";
import { useMap } from "../map/MapContext";
import { ProblemNote } from "../shell/Answer";
import { type Effect, type Proposal, type Side, type Square, workOut } from "./queries";

interface Props {
  p: Proposal;
  kept: (p: Proposal, words: string) => Promise<void>;
}

/** What a proposal does, at the named places and to kept checks; worked out when somebody asks for it. */
export function EffectPart({ p, kept }: Props) {
  const { t, time } = useRules();
  const { run, busy, problem } = useAction(async () => kept(await workOut(p), t("effect.done")));
  const open = p.state === "proposed" || (p.state === "draft" && p.mine);
  return (
    <section className="part" aria-labelledby="effect-heading">
      <h3 id="effect-heading">{t("effect.heading")}</h3>
      <p className="hint">{t("effect.about")}</p>
      {problem && <ProblemNote problem={problem} />}
      {busy && <LoadingSpinner status="loading" variant="small" text={t("effect.waiting")} />}
      {!p.effect && !busy && <p className="note">{t("effect.none")}</p>}
      {p.effect && !busy && <><p>{t("effect.made", { time: time(p.effect.made) })}</p><Shown effect={p.effect} /></>}
      {open && <Button variant="secondary" aria-disabled={busy} onClick={() => void run()}>{t(p.effect ? "effect.again" : "effect.start")}</Button>}
    </section>
  );
}

const outcomes = ["red", "amber", "unknown", "green"] as const;
const severityOf = (outcome: string) => outcomes.find((o) => o === outcome);

function useOutcome() {
  const { t, common } = useRules();
  return (outcome: string) => {
    const severity = severityOf(outcome);
    return severity ? common(`severity.${severity}.word`) : t("effect.silent");
  };
}

function Shown({ effect }: { effect: Effect }) {
  const { t, count, date } = useRules();
  const { map } = useMap();
  const word = useOutcome();
  const { runs } = effect;
  const [places, squares] = [effect.places ?? [], runs.squares ?? []];
  useOnMap(places.map((p) => pointOf(p.point)), squares);
  const show = (point: [number, number], radius: number) => {
    const area = circle(point, radius);
    map?.draw("highlight", area);
    map?.fit(boxOf(area), 16);
  };
  const steps = runs.steps ?? [];
  const changed = steps.filter((s) => s.from !== s.to);
  return (
    <>
      <h4>{t("effect.places")}</h4>
      <ol className="effect-places">
        {places.map((place, i) => (
          <li key={i} data-changed={place.before.outcome !== place.after.outcome}>
            <p><b>{place.name}</b>{place.before.outcome === place.after.outcome && ` – ${t("effect.sameHere")}`}</p>
            <dl>
              <div><dt>{t("changes.was")}</dt><dd><Says side={place.before} /></dd></div>
              <div><dt>{t("changes.to")}</dt><dd><Says side={place.after} /></dd></div>
            </dl>
            {map && <div className="actions actions-small"><button type="button" onClick={() => show(pointOf(place.point), 100)}>{t("show")}<span className="hidden-text">: {place.name}</span></button></div>}
          </li>
        ))}
      </ol>
      <h4>{t("effect.runs")}</h4>
      <p>{t("effect.looked", { count: runs.looked, looked: count(runs.looked), kept: count(runs.kept) })}{runs.oldest && runs.newest && ` ${t("effect.between", { from: date(runs.oldest), to: date(runs.newest) })}`}</p>
      {runs.looked < runs.kept && <p className="note note-warning">{t("effect.notAll")}</p>}
      {runs.failed > 0 && <p className="note">{t("effect.failed", { count: runs.failed })}</p>}
      {runs.looked > 0 && changed.length === 0 && <p className="note">{t("effect.noChange")}</p>}
      {steps.length > 0 && (
        <table className="effect-steps">
          <caption className="hidden-text">{t("effect.runs")}</caption>
          <thead><tr><th scope="col">{t("changes.was")}</th><th scope="col">{t("changes.to")}</th><th scope="col">{t("effect.number")}</th></tr></thead>
          <tbody>
            {[...changed, ...steps.filter((s) => s.from === s.to)].map((s) => (
              <tr key={`${s.from} ${s.to}`} data-changed={s.from !== s.to}><td><Mark outcome={s.from} /></td><td><Mark outcome={s.to} /></td><td>{count(s.count)}</td></tr>
            ))}
          </tbody>
        </table>
      )}
      {runs.altered > 0 && <p className="hint">{t("effect.altered", { count: runs.altered })}</p>}
      {squares.length > 0 && (
        <details>
          <summary>{t("effect.where", { count: squares.length })}</summary>
          <p className="hint">{t("effect.squareAbout")}</p>
          <ul className="rows">
            {squares.map((s, i) => (
              <li key={i} className="row"><div className="row-text"><span>{t("effect.square", { from: word(s.from), to: word(s.to), count: s.count })}</span></div>
                {map && <button type="button" className="row-show" onClick={() => show(pointOf(s.point), 710)}>{t("show")}<span className="hidden-text">: {word(s.from)} – {word(s.to)}, {i + 1}</span></button>}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

const pointOf = (point: readonly number[] | null | undefined): [number, number] => [point?.[0] ?? 0, point?.[1] ?? 0];

/** Keeps the places, by their number, and the squares, by how many checks change, on the map. */
function useOnMap(places: [number, number][], squares: readonly Square[]) {
  const { map } = useMap();
  const drawn = JSON.stringify([places, squares]);
  useEffect(() => {
    if (!map) return;
    const sign = (coordinates: [number, number], text: string): Feature => ({ type: "Feature", properties: { id: text, sign: text }, geometry: { type: "Point", coordinates } });
    map.draw("disputes", ...squares.map((s) => sign(pointOf(s.point), `×${s.count}`)), ...places.map((p, i) => sign(p, String(i + 1))));
    if (places.length > 0) map.fit(boxOf({ type: "MultiPoint", coordinates: places }), 14);
    return () => {
      map.draw("disputes");
      map.draw("highlight");
    };
  }, [map, drawn]); // eslint-disable-line react-hooks/exhaustive-deps -- the same effect is drawn once
}

function Mark({ outcome }: { outcome: string }) {
  const word = useOutcome();
  const severity = severityOf(outcome);
  return <span className="rule-severity">{severity && <SeverityIcon severity={severity} />}{word(outcome)}</span>;
}

function Says({ side: s }: { side: Side }) {
  const { t, distance, lang } = useRules();
  const details = [s.feature?.[lang] || s.feature?.fi, s.distance_m !== undefined && s.distance_m > 0 && distance(s.distance_m), s.features > 1 && t("effect.features", { count: s.features })].filter(Boolean).join(", ");
  return <><Mark outcome={s.outcome} />{details && <span className="hint"> {details}</span>}</>;
}
