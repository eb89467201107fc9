import { useSyncExternalStore } from "react";

const key = "lupakartta:map";
const listeners = new Set<() => void>();

/** The light map, unless the person has asked for the dark one; a browser that keeps nothing remembers nothing. */
function remembered(): boolean {
  try {
    return localStorage.getItem(key) === "dark";
  } catch {
    return false;
  }
}

let dark = remembered();

/** Tells whether the map is drawn dark. */
export const isDark = (): boolean => dark;

export function setDark(next: boolean): void {
  dark = next;
  try {
    if (next) localStorage.setItem(key, "dark");
    else localStorage.removeItem(key);
  } catch {
    // The choice holds until the page is left.
  }
  for (const listener of listeners) listener();
}

export function onDark(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useDark = (): boolean => useSyncExternalStore(onDark, isDark);
