import { type RefObject, useEffect, useRef } from "react";
import { pixel } from "./sheet";

/** Makes the sheet as wide as there is room on the screen, and no wider than it is on paper. */
export function useFitting(width: number) {
  const preview = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = preview.current;
    if (!element) return;
    const fit = () => {
      const { paddingLeft, paddingRight } = getComputedStyle(element);
      const room = element.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
      element.style.setProperty("--fit", String(Math.min(1, room / (width / pixel))));
    };
    const observer = new ResizeObserver(fit);
    observer.observe(element);
    return () => observer.disconnect();
  }, [width]);
  return preview;
}

/** Puts the rest of the page out of sight and reach, and takes the focus; Escape leads back, to what opened it. */
export function useAlone(heading: RefObject<HTMLHeadingElement | null>, close: () => void, back: string) {
  useEffect(() => {
    document.documentElement.toggleAttribute("data-print", true);
    heading.current?.focus();
    const escape = (event: KeyboardEvent) => {
      if (event.key === "Escape") close();
    };
    document.addEventListener("keydown", escape);
    return () => {
      document.documentElement.toggleAttribute("data-print", false);
      document.removeEventListener("keydown", escape);
      giveFocus(back, 30);
    };
  }, [heading, close, back]);
}

/** Gives an element the focus as soon as it takes it: where motion is reduced, what was out of sight comes back level by level, each a frame later. */
function giveFocus(id: string, frames: number): void {
  const element = document.getElementById(id);
  element?.focus();
  if (element && frames > 0 && document.activeElement === document.body) requestAnimationFrame(() => giveFocus(id, frames - 1));
}
