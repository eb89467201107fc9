import { useState } from "react";
import { useProjects } from "../i18n/projects";
import { useMap } from "../map/MapContext";
import { tools } from "../map/tool";
import { icons } from "../place/DrawingBar";
import { useBench } from "./BenchContext";
import type { Sketch } from "./part";
import { useThemeShown } from "./useOnMap";
import { useVenueLayers } from "./venues";

type Name = keyof typeof tools;

/** Keys of what is not a shape, while the bar has the focus. */
const keys = { units: "k", venue: "e", distance: "m", snap: "t", undo: "u", redo: "r" } as const;

/** The tools that put something new, and what holds for all of them. */
export function ToolBar() {
  const { t, common } = useProjects();
  const { map } = useMap();
  const { bench, state, held } = useBench();
  const [more, setMore] = useState(false);
  const showUnits = useThemeShown("property");
  const showVenues = useThemeShown("venue");
  const venues = useVenueLayers().length > 0;
  const shown = (Object.keys(keys) as (keyof typeof keys)[]).filter((name) => name === "undo" || name === "redo" || (map && (name !== "venue" || venues)));
  const { doing } = state;
  const aim = more && held ? "more" : "part";
  const draw = (tool: Sketch["tool"], aim: Sketch["aim"]) => {
    if (doing?.what === "draw" && doing.tool === tool && doing.aim === aim) bench.stop();
    else {
      if (state.snap) showUnits();
      bench.begin({ what: "draw", tool, aim });
    }
  };
  const pick = (what: "units" | "venue") => {
    if (doing?.what === what) {
      bench.stop();
      return;
    }
    if (what === "units") showUnits();
    else showVenues();
    bench.begin({ what });
    map?.canvas.focus({ preventScroll: true });
  };
  const snap = () => {
    if (!state.snap) showUnits();
    bench.set({ snap: !state.snap });
  };
  const acts: Record<keyof typeof keys, () => void> = { units: () => pick("units"), venue: () => pick("venue"), distance: () => draw("line", "distance"), snap, undo: () => bench.undo(), redo: () => bench.redo() };
  // Keys of one letter work only while the bar has the focus (WCAG 2.1.4).
  const key = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const letter = event.key.toLowerCase();
    const tool = (Object.keys(tools) as Name[]).find((n) => tools[n] === letter);
    const act = (Object.keys(keys) as (keyof typeof keys)[]).find((n) => keys[n] === letter && shown.includes(n));
    if (tool && map) draw(tool, aim);
    if (act) acts[act]();
    if (event.key === "Escape" && doing) bench.stop();
  };
  const pressed = { units: doing?.what === "units", venue: doing?.what === "venue", distance: doing?.what === "draw" && doing.aim === "distance", snap: state.snap, undo: undefined, redo: undefined };
  const off = { units: false, venue: false, distance: false, snap: false, undo: !bench.canUndo, redo: !bench.canRedo };
  return (
    <div role="toolbar" aria-label={t("placing.tools")} className="placing-tools" onKeyDown={key}>
      {map && <div className="toolbar">
        {(Object.keys(tools) as Name[]).map((name) => (
          <button key={name} type="button" aria-pressed={doing?.what === "draw" && doing.tool === name && (doing.aim === "part" || doing.aim === "more")} aria-keyshortcuts={tools[name]} title={common("draw.key", { name: common(`draw.${name}`), key: tools[name].toUpperCase() })} onClick={() => draw(name, aim)}>
            <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">{icons[name]}</svg>
            <span>{common(`draw.${name}`)}</span>
          </button>
        ))}
      </div>}
      <div className="actions actions-small">
        {shown.map((name) => (
          <button key={name} type="button" aria-pressed={pressed[name]} disabled={off[name]} aria-keyshortcuts={keys[name]} title={common("draw.key", { name: t(`placing.bar.${name}`), key: keys[name].toUpperCase() })} onClick={acts[name]}>{t(`placing.bar.${name}`)}</button>
        ))}
      </div>
      {map && held && (
        <label className="choice">
          <input type="checkbox" checked={more} onChange={(e) => setMore(e.target.checked)} />
          <span>{t("placing.more")}</span>
        </label>
      )}
    </div>
  );
}
