import { useState } from "react";
import { Confirm } from "../form/Confirm";
import { Field, Select } from "../form/Field";
import { boxOf } from "../geo/measure";
import { useProjects } from "../i18n/projects";
import { useMap } from "../map/MapContext";
import { ProblemNote } from "../shell/Answer";
import { announce } from "../shell/Announcer";
import { useBench } from "./BenchContext";
import { ReadBack } from "./ReadBack";
import { ShapeTools } from "./ShapeTools";
import { UnitList, useUnits } from "./UnitsPart";
import { VenueLine } from "./VenuePart";
import { type Part, shifted } from "./part";
import { nameOf } from "./queries";

/** The part at hand: what it is called and for, its times, its place in words, and everything that can be done with it. */
export function PartCard({ part }: { part: Part }) {
  const { t, common } = useProjects();
  const { map } = useMap();
  const { bench, parts, purposes, withTimes } = useBench();
  const name = nameOf(part, parts, (number) => t("placing.part", { number }));
  const at = parts.findIndex((p) => p.id === part.id);
  const move = (by: -1 | 1) => {
    bench.apply(shifted(parts, part.id, by));
    announce(t("placing.moved", { number: at + by + 1 }));
  };
  const copy = () => {
    const copied = { ...part, id: crypto.randomUUID(), name: part.name && t("placing.copyOf", { name: part.name }) };
    bench.apply([...parts.slice(0, at + 1), copied, ...parts.slice(at + 1)], copied.id);
    announce(t("placing.done.copy"));
  };
  return (
    <div className="placing-card form">
      <Field id={`part-name-${part.id}`} label={t("placing.name")} value={part.name} maxLength={200} onChange={(value) => bench.change({ name: value }, "name")} />
      {purposes.length > 0 && (
        <Select id={`part-purpose-${part.id}`} label={t("placing.purpose")} value={part.purpose} onChange={(purpose) => bench.change({ purpose })}>
          {!purposes.some((p) => p.code === part.purpose) && <option value={part.purpose}>{t("placing.choose")}</option>}
          {purposes.map((p) => <option key={p.code} value={p.code}>{p.label}</option>)}
        </Select>
      )}
      {withTimes && <Times part={part} />}
      <ReadBack key={part.id} geometries={[part.geometry]} mend={part} />
      {part.venue && <VenueLine venue={part.venue} />}
      <Units part={part} />
      <ShapeTools part={part} />
      <div className="actions actions-small">
        {map && <button type="button" onClick={() => map.fit(boxOf(part.geometry))}>{common("place.show")}</button>}
        {at > 0 && <button type="button" onClick={() => move(-1)}>{t("placing.earlier")}</button>}
        {at < parts.length - 1 && <button type="button" onClick={() => move(1)}>{t("placing.later")}</button>}
        <button type="button" onClick={copy}>{t("placing.copy")}</button>
        <Confirm label={t("placing.remove")} of={name} question={t("placing.sure", { name })} yes={t("placing.remove")} act={() => {
          bench.remove(part.id);
          announce(t("placing.removed"));
          return Promise.resolve();
        }} />
      </div>
    </div>
  );
}

/** When the part is in use, in local time; a part without times of its own is used as the whole. */
function Times({ part }: { part: Part }) {
  const { t } = useProjects();
  const { bench } = useBench();
  const wrong = part.from && part.to && part.to <= part.from ? t("placing.times.fault") : undefined;
  return (
    <div className="form-row">
      <Field id={`part-from-${part.id}`} type="datetime-local" label={t("placing.times.from")} value={part.from ?? ""} onChange={(from) => bench.change({ from }, "from")} />
      <Field id={`part-to-${part.id}`} type="datetime-local" label={t("placing.times.to")} value={part.to ?? ""} fault={wrong} onChange={(to) => bench.change({ to }, "to")} />
    </div>
  );
}

/** The units that the part was picked as. */
function Units({ part }: { part: Part }) {
  const [, setSaid] = useState("");
  const { set, problem } = useUnits(setSaid);
  const ids = part.property_units ?? [];
  return (
    <>
      {problem && <ProblemNote problem={problem} />}
      <UnitList ids={ids} remove={(id) => void set((now) => now.filter((other) => other !== id))} />
    </>
  );
}
