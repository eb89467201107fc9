import { useEffect, useRef, useState } from "react";
import { Field } from "../form/Field";
import { useAction } from "../form/useAction";
import { useProjects } from "../i18n/projects";
import { useMap } from "../map/MapContext";
import { ProblemNote } from "../shell/Answer";
import { announce } from "../shell/Announcer";
import { useBench } from "./BenchContext";
import { shapeOfUnits, unitAt } from "./units";
import { useNewPart } from "./useDrawnShape";

/** Property units that are picked on the map or by their ids: together they are a part. */
export function UnitsPart() {
  const { t } = useProjects();
  const { map } = useMap();
  const { held } = useBench();
  const [typed, setTyped] = useState("");
  const [said, setSaid] = useState("");
  const { set, busy, problem } = useUnits(setSaid);
  const ids = held?.property_units ?? [];
  const toggle = (id: string) => set(ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id]);
  const latest = useRef(toggle);
  useEffect(() => {
    latest.current = toggle;
  });
  useEffect(
    () => map?.takeClicks((lon, lat) => void unitAt(lon, lat).then((id) => (id ? latest.current(id) : setSaid(t("placing.units.nothing"))), () => setSaid(t("placing.failed")))),
    [map, t],
  );
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const more = typed.split(/[\n,;]/).map((id) => id.trim()).filter((id) => id && !ids.includes(id));
    if (more.length === 0) return;
    setTyped("");
    void set([...ids, ...more]);
  };
  return (
    <div className="placing-form" aria-busy={busy}>
      <form className="form" onSubmit={submit} noValidate>
        <Field id="unit-ids" label={t("placing.units.ids")} hint={t("placing.units.hint")} value={typed} onChange={setTyped} />
        <div className="actions actions-small"><button type="submit" aria-disabled={busy}>{t("placing.units.add")}</button></div>
      </form>
      <p role="status">{busy ? t("placing.units.busy") : said}</p>
      {problem && <ProblemNote problem={problem} />}
    </div>
  );
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

/** Makes the part at hand what these units are; a part that is something else stays, and there is a new one. */
export function useUnits(say: (text: string) => void) {
  const { t } = useProjects();
  const { bench } = useBench();
  const newPart = useNewPart();
  const { run, busy, problem } = useAction(async (wanted: string[]) => {
    const part = bench.held?.property_units ? bench.held : null;
    if (wanted.length === 0) {
      if (part) bench.apply(bench.parts.filter((p) => p.id !== part.id), null);
      say("");
      return;
    }
    const { shape, ids, unknown } = await shapeOfUnits(wanted);
    const words = [unknown.length > 0 ? t("placing.units.unknown", { ids: unknown.join(", ") }) : "", shape ? t("placing.units.picked", { count: ids.length }) : ""].filter(Boolean).join(" ");
    say(words);
    announce(words);
    if (!shape) return;
    if (part) bench.change({ geometry: shape, property_units: ids });
    else {
      const made = newPart(shape, { property_units: ids });
      bench.apply([...bench.parts, made], made.id);
    }
  });
  return { set: (ids: string[]) => void run(ids), busy, problem };
}
