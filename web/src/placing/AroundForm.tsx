import { useRef, useState } from "react";
import { Area, Field } from "../form/Field";
import { useAction } from "../form/useAction";
import { useProjects } from "../i18n/projects";
import { ProblemNote } from "../shell/Answer";
import { metresIn } from "./number";
import type { Part, Shape } from "./part";
import { type Around, type Taken, around } from "./queries";
import type { Put } from "./usePut";

/** The largest radius that makes sense round an address, metres. */
const largest = 10_000;

/** Addresses, ids of property units or coordinates, one on each line, with a radius round them. What may mean several is chosen from a list; single: only one line is wanted. */
export function AroundForm({ put, single }: { put: Put; single: boolean }) {
  const { t } = useProjects();
  const [lines, setLines] = useState("");
  const [radius, setRadius] = useState("");
  const [fault, setFault] = useState<{ lines?: string; radius?: string }>({});
  const [open, setOpen] = useState<{ items: Around[]; chosen: (Taken | null)[]; metres: number } | null>(null);
  const heading = useRef<HTMLParagraphElement>(null);
  /** Lines of which nothing came stay where they were typed. */
  const finish = (items: readonly Around[], chosen: readonly (Taken | null)[], metres: number) => {
    put(chosen.flatMap((taken) => (taken ? [asPart(taken, metres, t("placing.around.within", { metres }))] : [])));
    const left = items.flatMap(({ what }, i) => (chosen[i] ? [] : [what]));
    setLines(left.join("\n"));
    if (left.length === 0) setRadius("");
    setOpen(null);
  };
  const { run, busy, problem } = useAction(async () => {
    const metres = radius.trim() === "" ? 0 : metresIn(radius);
    const what = lines.split("\n").map((line) => line.trim()).filter(Boolean);
    const faults = { lines: what.length === 0 ? t("placing.around.missing") : single && what.length > 1 ? t("placing.around.single") : undefined, radius: metres === null || metres < 0 || metres > largest ? t("placing.around.radiusFault") : undefined };
    setFault(faults);
    if (faults.lines || faults.radius || metres === null) {
      document.getElementById(faults.lines ? "around-lines" : "around-radius")?.focus();
      return;
    }
    const items = await around(what, metres);
    const chosen = items.map(({ found }) => found);
    if (chosen.every(Boolean)) finish(items, chosen, metres);
    else {
      setOpen({ items, chosen, metres });
      setTimeout(() => heading.current?.focus());
    }
  });
  return (
    <form className="form" noValidate onSubmit={(event) => {
      event.preventDefault();
      void run();
    }}>
      <Area id="around-lines" label={t("placing.around.lines")} hint={t("placing.around.hint")} value={lines} onChange={(value) => {
        setLines(value);
        setOpen(null);
      }} fault={fault.lines} maxLength={20_000} />
      <Field id="around-radius" label={t("placing.around.radius")} hint={t("placing.around.radiusHint")} value={radius} onChange={setRadius} fault={fault.radius} inputMode="decimal" />
      {problem && <ProblemNote problem={problem} />}
      {open && (
        <>
          <p ref={heading} tabIndex={-1}><b>{t("placing.around.which")}</b></p>
          {open.items.map((item, i) => (item.found ? null : (
            <fieldset key={`${i} ${item.what}`} className="choices">
              <legend className="field-label">{item.what}</legend>
              {item.reason && <p className="field-hint">{item.reason}</p>}
              {item.candidates.map((candidate) => (
                <label key={candidate.what} className="choice">
                  <input type="radio" name={`around-${i}`} checked={open.chosen[i] === candidate} onChange={() => setOpen({ ...open, chosen: open.chosen.map((c, j) => (i === j ? candidate : c)) })} />
                  <span>{candidate.title}{candidate.detail && <span className="choice-hint">{candidate.detail}</span>}</span>
                </label>
              ))}
            </fieldset>
          )))}
          <div className="actions actions-small"><button type="button" disabled={!open.chosen.some(Boolean)} onClick={() => finish(open.items, open.chosen, open.metres)}>{t("placing.around.useChosen")}</button></div>
        </>
      )}
      <div className="actions actions-small"><button type="submit" aria-disabled={busy}>{t("placing.around.put")}</button></div>
    </form>
  );
}

/** A part that tells what was typed; a unit without a radius is that unit. */
function asPart({ kind, title, what, geometry }: Taken, metres: number, within: string): Partial<Part> & { geometry: Shape } {
  const name = metres > 0 ? `${title}, ${within}` : title;
  return { name, geometry, described: metres > 0 ? `${what}, ${within}` : what, ...(kind === "property" && metres === 0 ? { property_units: [title] } : {}) };
}
