import { useState } from "react";
import { rounded } from "../address/fragment";
import { Problem } from "../api/problem";
import { useProjects } from "../i18n/projects";
import { announce } from "../shell/Announcer";
import { useBench } from "./BenchContext";
import { type Aim, type Part, type Shape, kindOf } from "./part";
import { change } from "./queries";
import { together } from "./shape";

/** What becomes of a shape that was drawn: a part, or a change of the part at hand. A shape with which nothing could be done is kept, to try again. */
export function useDrawnShape() {
  const { t } = useProjects();
  const { bench } = useBench();
  const newPart = useNewPart();
  const [failed, setFailed] = useState<{ shape: Shape; aim: Aim; of: string | null; problem: Problem } | null>(null);

  const take = async (shape: Shape, aim: Aim, of: string | null) => {
    setFailed(null);
    const part = bench.parts.find((p) => p.id === of);
    if (aim === "distance") bench.set({ measured: shape });
    else if (aim === "part" || !part) bench.add(newPart(shape));
    else if (aim === "more") {
      const more = await added(part.geometry, shape);
      if (more) bench.apply(replaced(bench.parts, part.id, [{ ...plain(part), geometry: more }]), part.id);
      else bench.add(newPart(shape));
    } else {
      const shapes = await change({ operation: aim === "hole" ? "cut" : "split", geometries: [part.geometry], with: shape });
      bench.apply(replaced(bench.parts, part.id, shapes.map((geometry, i) => ({ ...plain(part), geometry, id: i === 0 ? part.id : crypto.randomUUID() }))), part.id);
    }
    announce(t(`placing.done.${aim}`));
  };
  const tried = (shape: Shape, aim: Aim, of: string | null) =>
    take(shape, aim, of).catch((error: unknown) => setFailed({ shape, aim, of, problem: error instanceof Problem ? error : new Problem(0, t("placing.failed"), "") }));

  const onDrawn = (shape: Shape) => {
    const { doing, held } = bench.state;
    if (doing?.what !== "draw") return;
    bench.stop();
    void tried(rounded(shape) as Shape, doing.aim, held);
  };
  return { onDrawn, problem: failed?.problem ?? null, again: () => failed && void tried(failed.shape, failed.aim, failed.of) };
}

/** A part that was just put; its purpose is the first, which can be changed. */
export function useNewPart() {
  const { purposes } = useBench();
  return (geometry: Shape, rest: Partial<Part> = {}): Part => ({ id: crypto.randomUUID(), name: "", purpose: purposes[0]?.code ?? "", geometry, ...rest });
}

/** A part whose shape changes: no longer what was picked or told. */
function plain(part: Part): Part {
  const next = { ...part };
  delete next.property_units;
  delete next.described;
  return next;
}

const replaced = (parts: readonly Part[], id: string, by: readonly Part[]): Part[] => parts.flatMap((part) => (part.id === id ? by : [part]));

/** Two shapes as one; areas without counting twice where both are. Null: they are of two kinds. */
async function added(a: Shape, b: Shape): Promise<Shape | null> {
  if (kindOf(a) !== kindOf(b)) return null;
  return kindOf(a) === "area" ? ((await change({ operation: "merge", geometries: [a, b] }))[0] ?? null) : together([a, b]);
}
