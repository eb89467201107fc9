import type { Geometry } from "geojson";
import { useState } from "react";
import { useAddress } from "../address/store";
import { useAction } from "../form/useAction";
import { boxOf } from "../geo/measure";
import { useRules } from "../i18n/rules";
import { useMap } from "../map/MapContext";
import type { Answers } from "../plan/answers";
import { QuestionFields } from "../plan/PlanForm";
import { PlaceInput } from "../search/PlaceInput";
import { announce } from "../shell/Announcer";
import { ProblemNote } from "../shell/Answer";
import type { At } from "./fields";
import { type Draft, nearby } from "./queries";
import { suggest } from "./suggest";

/** How many places a proposer names at most. */
const most = 10;

interface Props {
  draft: Draft;
  at: At;
  onChange: (change: Partial<Draft>) => void;
}

/** Where the effect is looked at: places found by search, in the middle of the map, or as drawn, each with a name; and what is planned there. */
export function PlaceFields({ draft, at, onChange }: Props) {
  const { t } = useRules();
  const { map, layers } = useMap();
  const drawn = useAddress((s) => s.place);
  const [words, setWords] = useState("");
  const places = draft.places;
  const answers = (draft.answers ?? {}) as Answers;
  const add = (name: string, geometry: Geometry) => {
    onChange({ places: [...places, { name, geometry: geometry as unknown as Draft["places"][number]["geometry"] }] });
    announce(t("places.added", { name }));
  };
  const middle = () => {
    const camera = map?.camera;
    if (camera) add(t("places.number", { number: places.length + 1 }), { type: "Point", coordinates: [round(camera.lon), round(camera.lat)] });
  };
  const full = places.length >= most;
  const { run, busy, problem } = useAction(async () => {
    const camera = map?.camera;
    const of = layers.filter((l) => l.theme === draft.rule.theme);
    const box = of[0]?.bbox;
    const near: [number, number] = camera ? [camera.lon, camera.lat] : [((box?.[0] ?? 0) + (box?.[2] ?? 0)) / 2, ((box?.[1] ?? 0) + (box?.[3] ?? 0)) / 2];
    const found = of.length > 0 ? await nearby(of.map((l) => l.id), near, most - places.length) : [];
    const added = suggest(found, draft.rule.distance_m ?? draft.rule.cases?.[0]?.distance_m ?? 0, (kind, title) => t(`places.suggested.${kind}`, { title }));
    onChange({ places: [...places, ...added] });
    announce(t("places.suggestedCount", { count: added.length }));
  });
  return (
    <fieldset className="form-field" id={at("/places").id} tabIndex={-1}>
      <legend className="field-label">{t("places.heading")}</legend>
      <p className="field-hint">{t("places.hint", { most })}</p>
      {at("/places").fault && <p className="field-fault">{at("/places").fault}</p>}
      <ol className="rule-places">
        {places.map((p, i) => {
          const name = at(`/places/${i}/name`);
          const fault = name.fault ?? at(`/places/${i}/geometry`).fault;
          return (
            <li key={i}>
              <input id={name.id} className="rule-place-name" aria-label={t("places.name", { number: i + 1 })} value={p.name} maxLength={200} aria-invalid={fault ? true : undefined} aria-describedby={fault ? `${name.id}-fault` : undefined}
                onChange={(e) => onChange({ places: places.map((other, k) => (k === i ? { ...other, name: e.target.value } : other)) })} />
              {fault && <p id={`${name.id}-fault`} className="field-fault">{fault}</p>}
              <div className="actions actions-small">
                {map && <button type="button" onClick={() => map.fit(boxOf(p.geometry as unknown as Geometry), 15)}>{t("show")}<span className="hidden-text">: {p.name}</span></button>}
                <button type="button" onClick={() => onChange({ places: places.filter((_, k) => k !== i) })}>{t("places.remove")}<span className="hidden-text">: {p.name}</span></button>
              </div>
            </li>
          );
        })}
      </ol>
      {!full && (
        <>
          <PlaceInput id={at("/places/search").id} label={t("places.search")} hint={t("places.searchHint")} value={words} onChange={setWords} onChoose={(found) => {
            add(found.title, { type: "Point", coordinates: found.point as [number, number] });
            setWords("");
          }} />
          <div className="actions actions-small">
            {map && <button type="button" onClick={middle}>{t("places.middle")}</button>}
            <button type="button" aria-disabled={busy} onClick={() => void run()}>{t("places.suggest")}</button>
            {drawn && <button type="button" onClick={() => add(t("places.number", { number: places.length + 1 }), drawn)}>{t("places.drawn")}</button>}
          </div>
          {problem && <ProblemNote problem={problem} />}
        </>
      )}
      <details className="rule-plan">
        <summary>{t("places.plan")}</summary>
        <p className="field-hint">{t("places.planHint")}</p>
        <QuestionFields id="rule-plan" answers={answers} tell={(question, answer) => {
          const others = Object.fromEntries(Object.entries(answers).filter(([id]) => id !== question));
          onChange({ answers: answer === null ? others : { ...others, [question]: answer } });
        }} />
      </details>
    </fieldset>
  );
}

const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6;
