import { useEffect, useRef, useState } from "react";
import { rounded } from "../address/fragment";
import { lengthOf } from "../geo/measure";
import { Problem } from "../api/problem";
import { useProjects } from "../i18n/projects";
import { announce } from "../shell/Announcer";
import { useBench } from "./BenchContext";
import { type Aim, type Part, type Shape, type Sketch, bounded, kindOf, mostNamed, mostTold, plain } from "./part";
import { change } from "./queries";
import { runs, sameShape, together } from "./shape";

/** What is to become of a shape. */
interface Told {
  shape: Shape;
  aim: Aim;
  of: string | null;
  /** It is kept as this until then. */
  sketch: Sketch | null;
}

interface Failed extends Told {
  problem: Problem;
}

/** Milliseconds after which is tried again, where the service could not be reached. */
const again = 5000;

/** What becomes of a shape that was drawn: a part, or a change of the part at hand. A shape with which nothing could be done is kept, to try again. */
export function useDrawnShape() {
  const { t, length } = useProjects();
  const { bench } = useBench();
  const newPart = useNewPart();
  const [failed, setFailed] = useState<readonly Failed[]>([]);

  const take = async (shape: Shape, aim: Aim, of: string | null) => {
    const find = () => bench.parts.find((p) => p.id === of);
    const part = find();
    if (aim === "distance") {
      bench.set({ measured: shape });
      announce(t("placing.measured", { distance: length(lengthOf(shape)) }));
      return;
    }
    if (aim === "part" || !part) bench.add(newPart(shape));
    else {
      const shapes = aim === "more" ? await added(part.geometry, shape) : await change({ operation: aim === "hole" ? "cut" : "split", geometries: [part.geometry], with: shape });
      const now = find(); // it may have been named meanwhile, moved, or taken away
      if (now && !sameShape(now.geometry, part.geometry)) return take(shape, aim, of);
      if (!now || shapes.length === 0) bench.add(newPart(shape));
      else bench.apply(replaced(bench.parts, now.id, shapes.map((geometry, i) => ({ ...plain(now), geometry, id: i === 0 ? now.id : crypto.randomUUID() }))), now.id);
    }
    announce(t(`placing.done.${aim}`));
  };
  const tried = (told: Told) => {
    const { sketch } = told;
    if (sketch) bench.keep(sketch);
    return take(told.shape, told.aim, told.of).then(
      () => sketch && bench.state.doing?.what !== "draw" && bench.keep(null),
      (error: unknown) => setFailed((others) => [...others, { ...told, problem: error instanceof Problem ? error : new Problem(500, t("placing.failed"), "") }]),
    );
  };
  const tryAgain = async () => {
    setFailed([]);
    for (const told of failed) await tried(told);
  };

  const latest = useRef(tryAgain);
  useEffect(() => {
    latest.current = tryAgain;
  });
  useEffect(() => {
    if (!failed.some(({ problem }) => problem.passing)) return;
    const timer = setTimeout(() => void latest.current(), again);
    return () => clearTimeout(timer);
  }, [failed]);

  const onDrawn = (drawn: Shape) => {
    const { doing, held } = bench.state;
    if (doing?.what !== "draw") return;
    const shape = rounded(drawn) as Shape;
    bench.stop();
    // Until the service has made something of it, it stays a shape under way, with which to go on after a crash.
    const [row] = runs(shape);
    const asks = doing.aim !== "part" && doing.aim !== "distance";
    const sketch = row && asks && (doing.tool === "line" || doing.tool === "polygon") ? { aim: doing.aim, tool: doing.tool, corners: row.corners, part: held } : null;
    void tried({ shape, aim: doing.aim, of: held, sketch });
  };
  const tell = (shape: Shape, aim: Aim) => void tried({ shape, aim, of: bench.state.held, sketch: null });
  return { onDrawn, tell, problem: failed[0]?.problem ?? null, again: () => void tryAgain() };
}

/** A part that was just put; its purpose is the first, which can be changed. */
export function useNewPart() {
  const { purposes } = useBench();
  return (geometry: Shape, { name = "", described, ...rest }: Partial<Part> = {}): Part => ({
    id: crypto.randomUUID(), purpose: purposes[0]?.code ?? "", geometry, ...rest, name: bounded(name, mostNamed), ...(described ? { described: bounded(described, mostTold) } : {}),
  });
}

const replaced = (parts: readonly Part[], id: string, by: readonly Part[]): Part[] => parts.flatMap((part) => (part.id === id ? by : [part]));

/** Two shapes as one; areas without counting twice where both are. None: they are of two kinds. */
async function added(a: Shape, b: Shape): Promise<Shape[]> {
  if (kindOf(a) !== kindOf(b)) return [];
  const both = together([a, b]);
  return kindOf(a) === "area" ? change({ operation: "merge", geometries: [a, b] }) : both ? [both] : [];
}
