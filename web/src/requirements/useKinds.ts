import { useAddress } from "../address/store";
import { useQuestions } from "../api/queries";

/** The kinds of project as they are offered, the one of the address, and what each is called. A kind that is not offered is none. */
export function useKinds() {
  const wanted = useAddress((s) => s.kind);
  const { data, isError } = useQuestions();
  const questions = data?.items ?? [];
  const kinds = questions.find((q) => q.id === "kind")?.choices ?? [];
  const kind = kinds.some((k) => k.value === wanted) ? wanted : null;
  return {
    kind,
    kinds,
    /** It is known which kind is meant. */
    known: wanted === null || data !== undefined || isError,
    nameOf: (value: string) => kinds.find((k) => k.value === value)?.label ?? value,
    questionOf: (id: string) => questions.find((q) => q.id === id)?.label ?? id,
  };
}
