import { useEffect, useMemo, useState } from "react";
import { lengthOf } from "../geo/measure";
import { useProjects } from "../i18n/projects";
import { useMap } from "../map/MapContext";
import { Cross } from "../place/Cross";
import { ProblemNote } from "../shell/Answer";
import { BenchContext, useBench } from "./BenchContext";
import { PartList } from "./PartList";
import { ReadBack } from "./ReadBack";
import { ToolBar } from "./ToolBar";
import { UnderWay } from "./UnderWay";
import { WithoutMap } from "./WithoutMap";
import type { Part, Purpose, Sketch } from "./part";
import { useDrawnShape } from "./useDrawnShape";
import { useOnMap } from "./useOnMap";
import { Workbench } from "./workbench";

interface Props {
  parts: readonly Part[];
  purposes: readonly Purpose[];
  /** After every change that is finished. */
  onChange: (parts: Part[]) => void;
  /** The shape that was under way when the page was left, and goes on. */
  sketch: Sketch | null;
  /** After every corner of a shape under way; null when there is none any more. */
  onSketch: (sketch: Sketch | null) => void;
  /** Parts may have times of their own. */
  withTimes?: boolean;
  /** Parts can be venues. */
  withVenues?: boolean;
  /** What a check is told about the project. */
  answers: Readonly<Record<string, unknown>>;
}

/** Puts the place of a project: parts that are drawn, picked, read from files, typed or described, and changed in every way. */
export function Placing({ parts, purposes, onChange, sketch, onSketch, withTimes = false, withVenues = false, answers }: Props) {
  const [bench] = useState(() => new Workbench(parts, sketch, { onChange, onSketch }));
  useEffect(() => {
    bench.tell({ onChange, onSketch });
  }, [bench, onChange, onSketch]);
  useEffect(() => bench.follow(parts), [bench, parts]);
  const shared = useMemo(() => ({ bench, purposes, withTimes, withVenues, answers }), [bench, purposes, withTimes, withVenues, answers]);
  return <BenchContext value={shared}><Bench sketch={sketch} /></BenchContext>;
}

function Bench({ sketch }: { sketch: Sketch | null }) {
  const { t } = useProjects();
  const { map } = useMap();
  const { bench, state, parts } = useBench();
  const { length } = useProjects();
  const { onDrawn, tell, problem, again } = useDrawnShape();
  useOnMap(onDrawn, sketch);
  // Whole changes are taken back by keys too; in a field the keys are the field's.
  const key = (event: React.KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || /^(INPUT|TEXTAREA|SELECT)$/.test((event.target as HTMLElement).tagName)) return;
    const name = event.key.toLowerCase();
    if (name === "z" && !event.shiftKey) bench.undo();
    else if (name === "y" || name === "z") bench.redo();
    else return;
    event.preventDefault();
  };
  return (
    // The keys are a second way to the buttons of the bar.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- it listens to keys that bubble from the buttons in it
    <div className="placing" onKeyDown={key}>
      <ToolBar />
      {state.doing && <UnderWay key={JSON.stringify(state.doing)} />}
      {state.doing && state.toolsAway && <p className="note" role="status">{t("placing.toolsAway")}</p>}
      {state.measured && <p className="note">{t("placing.measured", { distance: length(lengthOf(state.measured)) })}</p>}
      {problem && (
        <>
          <ProblemNote problem={problem} />
          <div className="actions actions-small"><button type="button" onClick={again}>{t("placing.tryAgain")}</button></div>
        </>
      )}
      {parts.length === 0 && !state.doing && <p className="intro">{t("placing.empty")}</p>}
      {parts.length > 0 && <PartList />}
      {parts.length > 1 && <ReadBack heading={t("placing.whole")} geometries={parts.map((part) => part.geometry)} />}
      <WithoutMap open={!map} tell={tell} />
      {map && (state.doing?.what === "draw" || state.doing?.what === "units" || state.doing?.what === "venue") && <Cross />}
    </div>
  );
}
