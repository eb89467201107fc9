import { useEffect, useRef, useState } from "react";
import { readDraft, writeDraft } from "./drafts";

/**
 * A value that is kept in this browser while it is worked on, under a key that names the person too. `found` is what was
 * there when the page was opened; until it is known, nothing is written.
 */
export function useDraft<T extends object>(key: string, begin: T) {
  const [draft, setDraft] = useState<T>(begin);
  const [ready, setReady] = useState(false);
  const [found, setFound] = useState(false);
  const typed = useRef(false);
  useEffect(() => {
    let here = true;
    readDraft(key).then(
      (kept) => {
        if (!here) return;
        if (kept && !typed.current) {
          setDraft((d) => ({ ...d, ...kept }));
          setFound(true);
        }
        setReady(true);
      },
      () => here && setReady(true), // a browser that keeps nothing
    );
    return () => {
      here = false;
    };
  }, [key]);
  const change = (part: Partial<T>) => {
    typed.current = true;
    const next = { ...draft, ...part };
    setDraft(next);
    writeDraft(key, next).catch(() => undefined); // it still stands on the page
  };
  const clear = (next: T) => {
    setDraft(next);
    setFound(false);
    typed.current = false;
    writeDraft(key, undefined).catch(() => undefined);
  };
  return { draft, change, clear, ready, found };
}
