import { useId, useState } from "react";
import { useAction } from "../form/useAction";
import { Problem } from "../api/problem";
import { areaOf } from "../geo/measure";
import { useProjects } from "../i18n/projects";
import { useMap } from "../map/MapContext";
import { ProblemNote } from "../shell/Answer";
import { announce } from "../shell/Announcer";
import { useBench } from "./BenchContext";
import { type Part, kindOf, plain } from "./part";
import { change, nameOf } from "./queries";
import { holes, pieces, sameShape, together, withoutHole } from "./shape";
import type { Doing } from "./workbench";

/** What can be done with the shape of the part at hand. */
export function ShapeTools({ part }: { part: Part }) {
  const { t, area } = useProjects();
  const { map } = useMap();
  const { bench, state } = useBench();
  const kind = kindOf(part.geometry);
  const { doing } = state;
  const toggle = (what: Doing) => {
    if (JSON.stringify(doing) === JSON.stringify(what)) bench.stop();
    else bench.begin(what);
  };
  const tool = (label: string, what: Doing) => <button type="button" aria-pressed={JSON.stringify(doing) === JSON.stringify(what)} onClick={() => toggle(what)}>{label}</button>;
  const fill = (hole: Parameters<typeof withoutHole>[1]) => {
    bench.change({ geometry: withoutHole(part.geometry, hole) });
    announce(t("placing.done.fill"));
  };
  return (
    <>
      <div className="actions actions-small" role="group" aria-label={t("placing.shape")}>
        {tool(t("placing.tool.corners"), { what: "corners" })}
        {tool(t("placing.tool.move"), { what: "move" })}
        {(kind !== "point" || pieces(part.geometry).length > 1) && tool(t("placing.tool.turn"), { what: "turn" })}
        {map && kind !== "point" && tool(t("placing.tool.split"), { what: "draw", tool: "line", aim: "split" })}
        {map && kind === "area" && tool(t("placing.tool.hole"), { what: "draw", tool: "polygon", aim: "hole" })}
        {pieces(part.geometry).length > 1 && <Apart part={part} />}
      </div>
      {holes(part.geometry).length > 0 && (
        <ul className="placing-units" aria-label={t("placing.holes")}>
          {holes(part.geometry).map((hole, i) => (
            <li key={`${hole.piece} ${hole.ring}`}><span>{t("placing.hole", { number: i + 1, area: area(areaOf(hole.area)) })}</span><button type="button" onClick={() => fill(hole)}>{t("placing.fill")}<span className="hidden-text">: {i + 1}</span></button></li>
          ))}
        </ul>
      )}
      <Merge part={part} />
    </>
  );
}

/** Makes each piece of the part one of its own. */
function Apart({ part }: { part: Part }) {
  const { t } = useProjects();
  const { bench, parts } = useBench();
  const apart = () => {
    const made = pieces(part.geometry).map((geometry, i): Part => ({ ...plain(part), geometry, id: i === 0 ? part.id : crypto.randomUUID() }));
    bench.stop();
    bench.apply(parts.flatMap((p) => (p.id === part.id ? made : [p])), part.id);
    announce(t("placing.done.apart"));
  };
  return <button type="button" onClick={apart}>{t("placing.tool.apart")}</button>;
}

/** Makes the part at hand and another of the same kind one. */
function Merge({ part }: { part: Part }) {
  const { t } = useProjects();
  const { bench, parts } = useBench();
  const id = useId();
  const others = parts.filter((p) => p.id !== part.id && kindOf(p.geometry) === kindOf(part.geometry));
  const [chosen, setChosen] = useState("");
  const other = others.find((p) => p.id === chosen) ?? others[0];
  const { run, busy, problem } = useAction(async () => {
    if (!other) return;
    const shape = kindOf(part.geometry) === "point" ? together([part.geometry, other.geometry]) : (await change({ operation: "merge", geometries: [part.geometry, other.geometry] }))[0];
    const now = bench.parts.find((p) => p.id === part.id); // it may have been named meanwhile, moved, or taken away
    const beside = bench.parts.find((p) => p.id === other.id);
    if (!shape || !now || !beside || !sameShape(now.geometry, part.geometry) || !sameShape(beside.geometry, other.geometry)) throw new Problem(409, t("placing.changedMeanwhile"), "");
    const units = part.property_units && other.property_units ? { property_units: [...new Set([...part.property_units, ...other.property_units])] } : {};
    const next = { ...plain(now), geometry: shape, ...units };
    bench.stop();
    bench.apply(bench.parts.filter((p) => p.id !== other.id).map((p) => (p.id === part.id ? next : p)), part.id);
    announce(t("placing.done.merge"));
  });
  if (!other) return null;
  return (
    <div className="placing-merge">
      <label htmlFor={id}>{t("placing.mergeWith")}</label>
      <select id={id} value={other.id} onChange={(e) => setChosen(e.target.value)}>
        {others.map((p) => <option key={p.id} value={p.id}>{nameOf(p, parts, (number) => t("placing.part", { number }))}</option>)}
      </select>
      <div className="actions-small"><button type="button" aria-disabled={busy} onClick={() => void run()}>{t("placing.tool.merge")}</button></div>
      {problem && <ProblemNote problem={problem} />}
    </div>
  );
}

