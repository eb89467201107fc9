import { useMemo } from "react";
import { useQuestions } from "../api/queries";
import type { Answers } from "./answers";
import { given } from "./plan";
import { usePlan } from "./usePlan";

/**
 * What a check is told about the plan; null while it is not known which of the answers questions ask for: a check without
 * them would say too little.
 */
export function useProject(): { project: Answers | null; failed: boolean } {
  const all = usePlan();
  const { data, isError } = useQuestions();
  const project = useMemo(() => (Object.keys(all).length === 0 ? {} : data ? given(data.items ?? [], all) : null), [data, all]);
  return { project, failed: project === null && isError };
}
