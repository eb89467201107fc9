import { useState } from "react";
import { Field } from "../form/Field";
import { fromTM35FIN, toTM35FIN } from "../geo/tm35fin";
import { useProjects } from "../i18n/projects";
import { useBench } from "./BenchContext";
import { metresIn } from "./number";
import { cornerAt, everyCorner } from "./shape";

/** The corner at hand: which one, where, and what can be done with it. Everything that the pointer does. */
export function CornerForm() {
  const { t } = useProjects();
  const { bench, state, held } = useBench();
  const shape = held?.geometry;
  if (!shape) return null;
  const all = everyCorner(shape);
  const at = state.corner && cornerAt(shape, state.corner);
  const number = all.findIndex((c) => c.run === state.corner?.run && c.corner === state.corner.corner) + 1;
  return (
    <div className="placing-form">
      <div className="actions actions-small">
        <button type="button" onClick={() => bench.handles?.next(-1)}>{t("placing.corner.before")}</button>
        <button type="button" onClick={() => bench.handles?.next(1)}>{t("placing.corner.after")}</button>
        <button type="button" disabled={!at} onClick={() => bench.handles?.insert()}>{t("placing.corner.insert")}</button>
        <button type="button" disabled={!at} onClick={() => bench.handles?.remove()}>{t("placing.corner.remove")}</button>
      </div>
      <p role="status">{at ? t("placing.corner.chosen", { number, count: all.length }) : t("placing.corner.none")}</p>
      {at && <Numbers key={at.join()} at={at as [number, number]} put={(to) => bench.handles?.place([...to])} />}
    </div>
  );
}

/** The coordinates of the corner, to be typed over. */
function Numbers({ at, put }: { at: [number, number]; put: (to: readonly [number, number]) => void }) {
  const { t } = useProjects();
  const [e, n] = toTM35FIN(at);
  const [east, setEast] = useState(e.toFixed(2));
  const [north, setNorth] = useState(n.toFixed(2));
  const [fault, setFault] = useState("");
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
