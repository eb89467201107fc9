import { useRef, useState } from "react";
import { Problem } from "../api/problem";

/** Something done at the press of a button: whether it is under way, and what went wrong with it. */
export function useAction<A extends unknown[]>(act: (...given: A) => Promise<void>) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const running = useRef(false);
  const run = async (...given: A): Promise<Problem | null> => {
    if (running.current) return null;
    running.current = true;
    setBusy(true);
    setProblem(null);
    try {
      await act(...given);
      return null;
    } catch (error) {
      const told = error instanceof Problem ? error : new Problem(0, "", "");
      if (told.status !== 401) setProblem(told); // that the session has ended is told by the page (who/SessionEnded.tsx)
      return told;
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return { run, busy, problem, clear: () => setProblem(null) };
}
