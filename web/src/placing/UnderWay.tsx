import type { Polygon } from "geojson";
import { useEffect, useLayoutEffect, useRef } from "react";
import { Problem } from "../api/problem";
import { areaOf, lengthOf } from "../geo/measure";
import { useProjects } from "../i18n/projects";
import { LiveFindings } from "../place/LiveFindings";
import { checkable } from "../place/checkable";
import { useBench } from "./BenchContext";
import { CornerForm } from "./CornerForm";
import { MoveForm } from "./MoveForm";
import { UnitsPart } from "./UnitsPart";
import { VenuePart } from "./VenuePart";
import { useDescribed } from "./queries";

/** How to go on with what was begun, its measures and its place in words, and the buttons that fingers and switches need. */
export function UnderWay() {
  const { t, common } = useProjects();
  const { bench, state, held, answers } = useBench();
  const { doing } = state;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    void box.current?.scrollIntoView({ block: matchMedia("(max-width: 767px)").matches ? "start" : "nearest" });
  }, []);
  useFocusKept(box);
  if (!doing) return null;
  const drawing = doing.what === "draw";
  const corners = drawing && (doing.tool === "polygon" || doing.tool === "line");
  const how = !drawing ? t(`placing.how.${doing.what}`) : doing.aim === "part" || doing.aim === "more" ? common(`draw.how.${doing.tool}`) : t(`placing.how.${doing.aim}`);
  const shape = drawing ? state.drawn : (state.live ?? held?.geometry ?? null);
  const told = drawing ? doing.aim === "part" || doing.aim === "more" : doing.what !== "units" && doing.what !== "venue";
  return (
    <div className="under-way" ref={box}>
      <p className="how">{how}</p>
      {doing.what !== "units" && doing.what !== "venue" && <Measures shape={shape} words={told} round={drawing && doing.tool === "circle"} />}
      <div className="actions actions-small">
        {corners && <button type="button" disabled={!state.drawn} onClick={() => bench.drawing?.finish()}>{common("draw.finish")}</button>}
        {corners && <button type="button" disabled={!state.drawn} onClick={() => bench.drawing?.undo()}>{t("placing.undoCorner")}</button>}
        {drawing && <button type="button" onClick={() => bench.stop()}>{common("draw.cancel")}</button>}
        {!drawing && <button type="button" onClick={() => bench.stop()}>{common("draw.finish")}</button>}
      </div>
      {doing.what === "corners" && <CornerForm />}
      {(doing.what === "move" || doing.what === "turn") && <MoveForm key={doing.what} what={doing.what} />}
      {doing.what === "units" && <UnitsPart onMap />}
      {doing.what === "venue" && <VenuePart onMap />}
      {told && checkable(shape) && <LiveFindings shape={shape} hint={common("live.hint")} answers={answers} />}
      {drawing && <p className="hint hint-keys">{common("draw.keys")}</p>}
    </div>
  );
}

/** When this goes while it has the focus, as when its last button is pressed, the part at hand has it next, or else the tools. */
function useFocusKept(box: React.RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = box.current;
    return () => {
      if (!element?.contains(document.activeElement)) return;
      requestAnimationFrame(() => {
        if (document.activeElement !== document.body) return;
        (document.querySelector<HTMLElement>(".placing-part[aria-expanded='true']") ?? document.querySelector<HTMLElement>(".placing-tools button"))?.focus();
      });
    };
  }, [box]);
}

/** Of a drawn circle: half the way from a corner to the one opposite. */
const radiusOf = ({ coordinates: [ring = []] }: Polygon): number => lengthOf({ type: "LineString", coordinates: [ring[0] ?? [], ring[Math.floor((ring.length - 1) / 2)] ?? []] }) / 2;

type Geometry = NonNullable<Parameters<typeof checkable>[0]>;

/** How large a shape is at once, and where it lies as soon as it stands still; their lines stand empty before, so that nothing jumps. */
function Measures({ shape, words, round }: { shape: Geometry | null; words: boolean; round: boolean }) {
  const { t, common, area, length } = useProjects();
  const sound = checkable(shape);
  const described = useDescribed(words && sound ? [sound] : []);
  const size = shape && shape.type !== "Point" ? (areaOf(shape) > 0 ? common("draw.measureArea", { area: area(areaOf(shape)), length: length(lengthOf(shape)) }) : common("draw.measureLine", { length: length(lengthOf(shape)) })) : "";
  return (
    <>
      <p className="measure" aria-live="off">{[round && shape?.type === "Polygon" && t("placing.radius", { radius: length(radiusOf(shape)) }), size].filter(Boolean).join(", ")}</p>
      {words && <p className="placing-words" aria-busy={!described.current}>{!sound ? "" : described.error ? (described.error instanceof Problem && described.error.status === 422 ? described.error.details.join(" ") : t("placing.unreadShape")) : described.data?.words}</p>}
    </>
  );
}
