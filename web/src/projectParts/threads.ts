import type { Comment } from "./queries";

/** A comment with what answers it, the oldest first. */
export interface Thread {
  first: Comment;
  answers: Comment[];
}

/** Comments with their answers; what answers something that is not there stands by itself. The thread with the newest word comes first. */
export function threadsOf(comments: readonly Comment[]): Thread[] {
  const byId = new Map(comments.map((c) => [c.id, c]));
  const root = (c: Comment): Comment => {
    const seen = new Set<string>();
    let at = c;
    while (at.answers && byId.has(at.answers) && !seen.has(at.id)) {
      seen.add(at.id);
      at = byId.get(at.answers) ?? at;
    }
    return at;
  };
  const threads = new Map<string, Thread>();
  for (const c of comments) {
    const first = root(c);
    const thread = threads.get(first.id) ?? { first, answers: [] };
    threads.set(first.id, thread);
    if (c !== first) thread.answers.push(c);
  }
  const newest = ({ first, answers }: Thread) => answers.at(-1)?.created_at ?? first.created_at;
  return [...threads.values()].sort((a, b) => newest(b).localeCompare(newest(a)));
}

/** Whether the last word of a thread asks for something that has no answer yet. */
export const isWaiting = ({ first, answers }: Thread) => first.kind === "question" && answers.every((a) => Boolean(a.authority) === Boolean(first.authority));
