import type { Severity } from "../api/queries";
import type { Source } from "./queries";

/** How the source of a layer is, the worst first; manual: somebody imports it when there is something new. */
export const marks = ["alerting", "failing", "late", "new", "manual", "ok"] as const;
export type Mark = (typeof marks)[number];

/** The shape that stands for each. */
export const severityOf: Record<Exclude<Mark, "manual">, Severity> = { alerting: "red", failing: "amber", late: "amber", new: "unknown", ok: "green" };

/** A source that should have been asked for longer than this many milliseconds is late: whoever asks is not at work. */
const patience = 3_600_000;

export function markOf(source: Source | undefined, now: number): Mark {
  if (!source) return "manual";
  if (source.state === "alerting" || source.state === "failing" || source.state === "new") return source.state;
  return now - Date.parse(source.next_at) > patience ? "late" : "ok";
}
