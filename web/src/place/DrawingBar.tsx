import { type ReactNode, useEffect, useRef } from "react";
import { store, useAddress } from "../address/store";
import { areaOf, lengthOf } from "../geo/measure";
import { useText } from "../i18n/useText";
import { useMap } from "../map/MapContext";
import { tools } from "../map/tool";
import { announce } from "../shell/Announcer";
import { LiveFindings } from "./LiveFindings";
import { checkable } from "./checkable";
import { drawn, setDrawn, useDrawn } from "./drawn";
import { useMunicipalities } from "./useMunicipalities";

type Name = keyof typeof tools;

export const icons: Record<Name, ReactNode> = {
  point: <path d="M12 3a6 6 0 0 0-6 6c0 4.500 6 12 6 12s6-7.500 6-12a6 6 0 0 0-6-6Zm0 4a2 2 0 1 1 0 4 2 2 0 0 1 0-4Z" />,
  polygon: <path d="m12 4 8 6-3 10H7L4 10Z" className="outlined" />,
  rectangle: <path d="M4 6h16v12H4Z" className="outlined" />,
  circle: <path d="M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16Z" className="outlined" />,
  line: <path d="m4 18 6-9 5 5 5-9" className="outlined" />,
};

/** The bar of drawing tools: names, keys, undo, the measures of what is under way, and what stands in its way. */
export function DrawingBar({ live = true }: { live?: boolean }) {
  const { t } = useText();
  const { map } = useMap();
  const target = useDrawn((d) => d.target);
  const place = useAddress((s) => s[target]);
  const tool = useDrawn((d) => d.tool);
  const take = (name: Name) => {
    setDrawn({ tool: tool === name ? null : name, sketch: null });
    store.set({ at: null, feature: null });
    if (tool !== name) map?.canvas.focus({ preventScroll: true });
  };
  // Keys of one letter work only while the bar has the focus (WCAG 2.1.4).
  const key = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const name = (Object.keys(tools) as Name[]).find((n) => tools[n] === event.key.toLowerCase());
    if (name) take(name);
    if (event.key === "Escape" && tool) setDrawn({ tool: null, sketch: null });
  };
  if (tool === "edit") return <EditBar />;
  return (
    <div className="drawing">
      <h3 id="drawing-heading">{place ? t("draw.again") : t("draw.heading")}</h3>
      <div role="toolbar" aria-labelledby="drawing-heading" className="toolbar" onKeyDown={key}>
        {(Object.keys(tools) as Name[]).map((name) => (
          <button key={name} type="button" aria-pressed={tool === name} aria-keyshortcuts={tools[name]} title={t("draw.key", { name: t(`draw.${name}`), key: tools[name].toUpperCase() })} onClick={() => take(name)}>
            <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">{icons[name]}</svg>
            <span>{t(`draw.${name}`)}</span>
          </button>
        ))}
      </div>
      {tool && <UnderWay tool={tool} live={live} />}
    </div>
  );
}

/** How to go on with the tool, its measures, and the buttons that fingers and switches need. */
function UnderWay({ tool, live }: { tool: Name; live: boolean }) {
  const { t, area, distance } = useText();
  const sketch = useDrawn((d) => d.sketch);
  const corners = tool === "polygon" || tool === "line";
  const box = useRef<HTMLDivElement>(null);
  const checked = checkable(sketch) !== null;
  useEffect(() => {
    void box.current?.scrollIntoView({ block: "nearest" });
  }, [tool, checked]); // it is taller when there are findings
  return (
    <div className="under-way" ref={box}>
      <p>{t(`draw.how.${tool}`)}</p>
      <p className="measure" aria-live="off">
        {sketch && sketch.type !== "Point" && (areaOf(sketch) > 0 ? t("draw.measureArea", { area: area(areaOf(sketch)), length: distance(lengthOf(sketch)) }) : t("draw.measureLine", { length: distance(lengthOf(sketch)) }))}
      </p>
      {tool !== "point" && <Municipality />}
      <div className="actions actions-small">
        {corners && <button type="button" disabled={!sketch} onClick={() => setDrawn({ finish: drawn().finish + 1 })}>{t("draw.finish")}</button>}
        {corners && <button type="button" disabled={!sketch} onClick={() => setDrawn({ undo: drawn().undo + 1 })}>{t("draw.undo")}</button>}
        {corners && <button type="button" onClick={() => setDrawn({ redo: drawn().redo + 1 })}>{t("draw.redo")}</button>}
        <button type="button" onClick={() => setDrawn({ tool: null, sketch: null })}>{t("draw.cancel")}</button>
      </div>
      {live && tool !== "point" && checked && <LiveFindings shape={sketch} hint={t("live.hint")} />}
      <p className="hint hint-keys">{t("draw.keys")}</p>
    </div>
  );
}

/** Where the drawing lies; its line stands empty while that is not known, so that nothing jumps. */
function Municipality() {
  const { t, list } = useText();
  const titles = useMunicipalities(useDrawn((d) => d.sketch));
  const words = titles.length > 0 ? t("draw.municipality", { count: titles.length, names: list(titles) }) : "";
  useEffect(() => {
    if (words) announce(words);
  }, [words]);
  return <p className="measure">{words}</p>;
}

function EditBar() {
  const { t } = useText();
  const sketch = useDrawn((d) => d.sketch);
  const place = useAddress((s) => s.place);
  const check = useAddress((s) => s.check);
  return (
    <div className="under-way">
      <p>{t("draw.how.edit")}</p>
      <div className="actions actions-small">
        <button type="button" onClick={() => setDrawn({ tool: null, sketch: null })}>{t("place.editDone")}</button>
      </div>
      {!check && <LiveFindings shape={sketch ?? place} hint={t("live.hint")} />}
    </div>
  );
}
