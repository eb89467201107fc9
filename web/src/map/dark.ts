import { useSyncExternalStore } from "react";

const key = "lupakartta:map";

/**
 * The choice between the light map and the dark one, from when the page is opened until it is left. It is the light one
 * unless the person has asked for the dark one; a browser that keeps nothing remembers nothing.
 */
export function choice(storage: () => Pick<Storage, "getItem" | "setItem" | "removeItem">) {
  const listeners = new Set<() => void>();
  let dark = remembered();

  function remembered(): boolean {
    try {
      return storage().getItem(key) === "dark";
    } catch {
      return false;
    }
  }

  /** Tells whether the map is drawn dark. */
  const isDark = (): boolean => dark;

  function setDark(next: boolean): void {
    dark = next;
    try {
      if (next) storage().setItem(key, "dark");
      else storage().removeItem(key);
    } catch {
      // The choice holds until the page is left.
    }
    for (const listener of listeners) listener();
  }

  function onDark(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  return { isDark, setDark, onDark };
}

export const { isDark, setDark, onDark } = choice(() => localStorage);

export const useDark = (): boolean => useSyncExternalStore(onDark, isDark);
