import { store, useAddress } from "../address/store";
import type { Answer, Answers } from "./answers";

/** Answers a question; null takes the answer back. What was told stands in the page's fragment. */
export function tell(question: string, answer: Answer | null): void {
  const others = Object.fromEntries(Object.entries(store.state.plan).filter(([id]) => id !== question));
  void store.setPlan(answer === null ? others : { ...others, [question]: answer });
}

/** What was told about the plan. */
export const usePlan = (): Answers => useAddress((s) => s.plan);
