import { useEffect, useId, useRef, useState } from "react";
import { Field } from "../form/Field";
import { useAction } from "../form/useAction";
import { useProjects } from "../i18n/projects";
import { useMap } from "../map/MapContext";
import { ProblemNote } from "../shell/Answer";
import { announce } from "../shell/Announcer";
import { useBench } from "./BenchContext";
import { changed } from "./part";
import { shapeOfUnits, unitAt } from "./units";
import { useNewPart } from "./useDrawnShape";

/** Property units that are picked by their ids, and on the map while that is what is done there: together they are a part. */
export function UnitsPart({ onMap = false }: { onMap?: boolean }) {
  const { t } = useProjects();
  const { held } = useBench();
  const id = useId();
  const [typed, setTyped] = useState("");
  const [said, setSaid] = useState("");
  const { set, busy, problem } = useUnits(setSaid);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const wanted = typed.split(/[\n,;]/).map((unit) => unit.trim()).filter(Boolean);
    if (wanted.length === 0) return;
    void set((ids) => [...ids, ...wanted.filter((unit) => !ids.includes(unit))]).then((problem) => !problem && setTyped((now) => (now === typed ? "" : now)));
  };
  return (
    <div className="placing-form" aria-busy={busy}>
      <form className="form" onSubmit={submit} noValidate>
        <Field id={id} label={t("placing.units.ids")} hint={t("placing.units.hint")} value={typed} onChange={setTyped} />
        <div className="actions actions-small"><button type="submit" aria-disabled={busy}>{t("placing.units.add")}</button></div>
      </form>
      <p role="status">{busy ? t("placing.units.busy") : said}</p>
      {onMap && <Clicks say={setSaid} toggle={(unit) => void set((ids) => (ids.includes(unit) ? ids.filter((other) => other !== unit) : [...ids, unit]))} />}
      {onMap && (held?.property_units ?? []).length > 0 && <p className="hint">{(held?.property_units ?? []).join(", ")}</p>}
      {problem && <ProblemNote problem={problem} />}
    </div>
  );
}

/** Takes the map's clicks as units. */
function Clicks({ say, toggle }: { say: (text: string) => void; toggle: (unit: string) => void }) {
  const { t } = useProjects();
  const { map } = useMap();
  const latest = useRef(toggle);
  useEffect(() => {
    latest.current = toggle;
  });
  useEffect(
    () => map?.takeClicks((lon, lat) => void unitAt(lon, lat).then((id) => (id ? latest.current(id) : say(t("placing.units.nothing"))), () => say(t("placing.failed")))),
    [map, t, say],
  );
  return null;
}

/** The units of a part, each with a button that takes it away. */
export function UnitList({ ids, remove }: { ids: readonly string[]; remove: (id: string) => void }) {
  const { t } = useProjects();
  if (ids.length === 0) return null;
  return (
    <ul className="placing-units" aria-label={t("placing.units.list")}>
      {ids.map((id) => <li key={id}><span>{id}</span><button type="button" onClick={() => remove(id)}>{t("placing.units.remove")}<span className="hidden-text">: {id}</span></button></li>)}
    </ul>
  );
}

/** Makes the part at hand what these units are; a part that is something else stays, and there is a new one. What is asked for while an answer is under way comes after it. */
export function useUnits(say: (text: string) => void) {
  const { t } = useProjects();
  const { bench } = useBench();
  const newPart = useNewPart();
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const { run, busy, problem } = useAction(async (change: (ids: readonly string[]) => string[]) => {
    const before = bench.held?.property_units ? bench.held : null;
    const wanted = change(before?.property_units ?? []);
    if (wanted.length === 0) {
      if (before) bench.apply(bench.parts.filter((p) => p.id !== before.id), null);
      say("");
      return;
    }
    const { shape, ids, unknown } = await shapeOfUnits(wanted);
    const words = [unknown.length > 0 ? t("placing.units.unknown", { ids: unknown.join(", ") }) : "", shape ? t("placing.units.picked", { count: ids.length }) : ""].filter(Boolean).join(" ");
    say(words);
    announce(words);
    if (!shape) return;
    if (before && bench.parts.some((p) => p.id === before.id)) bench.apply(changed(bench.parts, before.id, { geometry: shape, property_units: ids }), before.id);
    else bench.add(newPart(shape, { property_units: ids }));
  });
  const set = (change: (ids: readonly string[]) => string[]) => {
    const next = last.current.then(() => run(change));
    last.current = next;
    return next;
  };
  return { set, busy, problem };
}
