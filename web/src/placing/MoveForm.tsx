import { useState } from "react";
import { Field } from "../form/Field";
import { useProjects } from "../i18n/projects";
import { announce } from "../shell/Announcer";
import { useBench } from "./BenchContext";
import { translated, turned } from "./move";
import { metresIn } from "./number";

/** The farthest that a part is moved by numbers, metres. */
const farthest = 100_000;

/** Moves the part at hand by metres, or turns it by degrees. */
export function MoveForm({ what }: { what: "move" | "turn" }) {
  const { t } = useProjects();
  const { bench, held } = useBench();
  const [east, setEast] = useState("");
  const [north, setNorth] = useState("");
  const [angle, setAngle] = useState("");
  const [fault, setFault] = useState("");
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (!held) return;
    const read = (text: string) => (text.trim() === "" ? 0 : metresIn(text));
    const [e, n, a] = [read(east), read(north), read(angle)];
    if (e === null || n === null || a === null || Math.hypot(e, n) > farthest) {
      setFault(t("placing.number"));
      return;
    }
    setFault("");
    bench.change({ geometry: what === "move" ? translated(held.geometry, e, n) : turned(held.geometry, a) });
    announce(t(`placing.done.${what}`));
  };
  return (
    <form className="form placing-form" onSubmit={submit} noValidate>
      {what === "move" ? (
        <div className="form-row">
          <Field id="move-e" label={t("placing.move.east")} value={east} onChange={setEast} fault={fault || undefined} />
          <Field id="move-n" label={t("placing.move.north")} value={north} onChange={setNorth} />
        </div>
      ) : <Field id="turn-by" label={t("placing.move.angle")} value={angle} onChange={setAngle} fault={fault || undefined} />}
      <div className="actions actions-small"><button type="submit">{t(`placing.move.${what}`)}</button></div>
    </form>
  );
}
