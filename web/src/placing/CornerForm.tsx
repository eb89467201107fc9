import { useState } from "react";
import { Field } from "../form/Field";
import { fromTM35FIN, toTM35FIN } from "../geo/tm35fin";
import { useProjects } from "../i18n/projects";
import { useBench } from "./BenchContext";
import { metresIn } from "./number";
import type { Handles } from "../map/handles";
import type { Shape } from "./part";
import { type At, cornerAt, cornerBeside, everyCorner, middleAfter, withCornerAfter, withCornerAt, withoutCorner } from "./shape";
import type { Workbench } from "./workbench";

/** The corner at hand: which one, where, and what can be done with it. Everything that the pointer does. */
export function CornerForm() {
  const { t } = useProjects();
  const { bench, state, held } = useBench();
  const shape = held?.geometry;
  if (!shape) return null;
  const hand = bench.handles ?? inNumbers(bench, shape);
  const all = everyCorner(shape);
  const at = state.corner && cornerAt(shape, state.corner);
  const number = all.findIndex((c) => c.run === state.corner?.run && c.corner === state.corner.corner) + 1;
  return (
    <div className="placing-form">
      <div className="actions actions-small">
        <button type="button" onClick={() => hand.next(-1)}>{t("placing.corner.before")}</button>
        <button type="button" onClick={() => hand.next(1)}>{t("placing.corner.after")}</button>
        <button type="button" disabled={!at} onClick={() => hand.insert()}>{t("placing.corner.insert")}</button>
        <button type="button" disabled={!at} onClick={() => hand.remove()}>{t("placing.corner.remove")}</button>
      </div>
      <p role="status">{at ? t("placing.corner.chosen", { number, count: all.length }) : t("placing.corner.none")}</p>
      {at && <Numbers key={number} at={at as [number, number]} put={(to) => hand.place([...to])} />}
    </div>
  );
}

/** What the handles do, where there is no map to have them on. */
function inNumbers(bench: Workbench, shape: Shape): Pick<Handles, "next" | "insert" | "remove" | "place"> {
  const chosen = bench.state.corner;
  const put = (geometry: Shape, corner: At | null) => {
    bench.change({ geometry });
    bench.set({ corner });
  };
  return {
    next: (by) => bench.set({ corner: cornerBeside(shape, chosen, by) }),
    insert: () => {
      const middle = chosen && middleAfter(shape, chosen);
      if (middle) put(withCornerAfter(shape, chosen, middle), { run: chosen.run, corner: chosen.corner + 1 });
    },
    remove: () => {
      const left = chosen && withoutCorner(shape, chosen);
      if (left) put(left, cornerBeside(shape, chosen, -1));
      else if (chosen) bench.remove(bench.held?.id ?? "");
    },
    place: (to) => chosen && put(withCornerAt(shape, chosen, to), chosen),
  };
}

/** The coordinates of the corner, to be typed over. */
function Numbers({ at, put }: { at: [number, number]; put: (to: readonly [number, number]) => void }) {
  const { t } = useProjects();
  const [e, n] = toTM35FIN(at).map((metres) => metres.toFixed(2)) as [string, string];
  const [east, setEast] = useState(e);
  const [north, setNorth] = useState(n);
  const [fault, setFault] = useState("");
  const [was, setWas] = useState(`${e} ${n}`);
  if (was !== `${e} ${n}`) {
    setWas(`${e} ${n}`); // it was moved on the map, or by keys
    setEast(e);
    setNorth(n);
  }
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const [x, y] = [metresIn(east), metresIn(north)];
    if (x === null || y === null || x < 40_000 || x > 780_000 || y < 6_500_000 || y > 7_900_000) {
      setFault(t("placing.corner.fault"));
      return;
    }
    setFault("");
    put(fromTM35FIN([x, y]));
  };
  return (
    <form className="form" onSubmit={submit} noValidate>
      <div className="form-row">
        <Field id="corner-e" label={t("placing.corner.e")} value={east} onChange={setEast} inputMode="decimal" fault={fault || undefined} />
        <Field id="corner-n" label={t("placing.corner.n")} value={north} onChange={setNorth} inputMode="decimal" />
      </div>
      <div className="actions actions-small"><button type="submit">{t("placing.corner.put")}</button></div>
    </form>
  );
}
