import { type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";
import { useText } from "../i18n/useText";
import { useMap } from "../map/MapContext";

/** Where the sheet rests on a phone. On a desk all three look the same. */
export const stops = ["peek", "half", "full"] as const;
export type Stop = (typeof stops)[number];

const phone = matchMedia("(max-width: 767px)");

/** The sheet's stop and what depends on it: how much of the map it covers. */
export function useSheet() {
  const [stop, setStop] = useState<Stop>("half");
  const panel = useRef<HTMLElement>(null);
  const { map } = useMap();
  useEffect(() => {
    const fit = () => {
      const covered = phone.matches && stop !== "full" ? (panel.current?.offsetHeight ?? 0) : 0;
      map?.setPadding({ left: 0, top: 0, right: 0, bottom: covered });
    };
    const timer = setTimeout(fit, 260); // after the sheet has come to rest
    phone.addEventListener("change", fit);
    return () => {
      clearTimeout(timer);
      phone.removeEventListener("change", fit);
    };
  }, [map, stop]);
  return { stop, setStop, panel };
}

interface Props {
  stop: Stop;
  setStop: (stop: Stop) => void;
  panel: RefObject<HTMLElement | null>;
}

/** The sheet's grip: dragged by hand, or a button that opens and closes. */
export function SheetHandle({ stop, setStop, panel }: Props) {
  const { t } = useText();
  const start = useRef<{ y: number; height: number; moved: boolean } | null>(null);

  const down = (event: PointerEvent<HTMLButtonElement>) => {
    start.current = { y: event.clientY, height: panel.current?.offsetHeight ?? 0, moved: false };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent) => {
    if (!start.current || !panel.current) return;
    const by = start.current.y - event.clientY;
    if (Math.abs(by) < 6 && !start.current.moved) return;
    start.current.moved = true;
    panel.current.classList.add("dragged");
    panel.current.style.setProperty("--sheet", `${start.current.height + by}px`);
  };
  const up = () => {
    const from = start.current;
    const element = panel.current;
    if (!from?.moved || !element) return;
    const share = element.offsetHeight / innerHeight;
    element.classList.remove("dragged");
    element.style.removeProperty("--sheet");
    setStop(share < 0.33 ? "peek" : share < 0.68 ? "half" : "full");
  };
  const click = () => {
    const dragged = start.current?.moved;
    start.current = null;
    if (!dragged) setStop(stop === "full" ? "peek" : stop === "half" ? "full" : "half");
  };

  return (
    <button
      type="button" className="grip" aria-expanded={stop !== "peek"} aria-controls="panel"
      onPointerDown={down} onPointerMove={move} onPointerUp={up} onPointerCancel={up} onClick={click}
    >
      <span className="hidden-text">{stop === "full" ? t("sheet.smaller") : t("sheet.larger")}</span>
    </button>
  );
}
