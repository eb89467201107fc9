import { useEffect, useState } from "react";

let tell: ((text: string) => void) | null = null;

/** Says a text to screen readers when they are free. */
export function announce(text: string): void {
  tell?.(text);
}

/** The page's live region. */
export function Announcer() {
  const [text, setText] = useState("");
  useEffect(() => {
    // The same words twice are said twice: a no-break space tells them apart.
    tell = (next) => setText((last) => (last === next ? `${next}\u00a0` : next));
    return () => {
      tell = null;
    };
  }, []);
  return <div className="hidden-text" role="status" aria-live="polite">{text}</div>;
}
