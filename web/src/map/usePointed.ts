import { type RefObject, useEffect, useRef } from "react";

/** Tells when an element, or something in it, is pointed at by a mouse or has the focus; null when it no longer is. */
export function usePointed<E extends HTMLElement>(onChange: (pointed: boolean) => void): RefObject<E | null> {
  const element = useRef<E>(null);
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => {
    const node = element.current;
    if (!node) return;
    const on = (event: Event) => {
      if (!(event instanceof PointerEvent) || event.pointerType === "mouse") latest.current(true);
    };
    const off = (event: Event) => {
      if (!(event instanceof PointerEvent) || event.pointerType === "mouse") latest.current(false);
    };
    node.addEventListener("pointerenter", on);
    node.addEventListener("pointerleave", off);
    node.addEventListener("focusin", on);
    node.addEventListener("focusout", off);
    return () => {
      node.removeEventListener("pointerenter", on);
      node.removeEventListener("pointerleave", off);
      node.removeEventListener("focusin", on);
      node.removeEventListener("focusout", off);
    };
  }, []);
  return element;
}
