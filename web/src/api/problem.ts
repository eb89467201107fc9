import type { components } from "./schema";

/** Told to the page when the service could not be reached, or says that it is away for a moment. */
export const serviceAway = "lupakartta:away";

/** One thing wrong with a request, in the caller's language. */
export interface Fault {
  pointer?: string;
  parameter?: string;
  code: string;
  detail: string;
}

type Schemas = components["schemas"];

/** What can be done about a problem: ways to mend a place, which of several things was meant, or what others say. */
interface Remedies {
  fixes: Schemas["GeometryFix"][];
  choices: Schemas["Choice"][];
  conflicts: Schemas["ProjectConflict"][];
}

const none: Remedies = { fixes: [], choices: [], conflicts: [] };

/** An answer that is not what was asked for (RFC 9457), or no answer at all. */
export class Problem extends Error {
  /** HTTP status; 0: the service could not be reached. */
  readonly status: number;
  readonly title: string;
  readonly faults: Fault[];
  /** Seconds after which it makes sense to try again. */
  readonly retryAfter: number;
  /** The stable name of the kind, the last part of its type; empty: not the service's own words. */
  readonly kind: string;
  readonly fixes: Remedies["fixes"];
  readonly choices: Remedies["choices"];
  /** Fields that somebody else changed meanwhile. */
  readonly conflicts: Remedies["conflicts"];

  constructor(status: number, title: string, detail: string, faults: Fault[] = [], retryAfter = 0, kind = "", { fixes, choices, conflicts }: Partial<Remedies> = none) {
    super(detail || title);
    this.name = "Problem";
    this.status = status;
    this.title = title;
    this.faults = faults;
    this.retryAfter = retryAfter;
    this.kind = kind;
    this.fixes = fixes ?? none.fixes;
    this.choices = choices ?? none.choices;
    this.conflicts = conflicts ?? none.conflicts;
  }

  /** The service is there and still at work on the answer: ask again. */
  get working(): boolean {
    return this.kind === "working";
  }

  /** The service is away for a moment: the same request may work later. */
  get passing(): boolean {
    if (this.working) return false;
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }

  /** The faults of the request's parts, or the problem itself where it names none. */
  get details(): string[] {
    return this.faults.length > 0 ? this.faults.map((f) => f.detail) : [this.message];
  }
}

/** Reads a problem from an answer's body, whatever it turns out to be. */
export function problemOf(response: Response, body: unknown): Problem {
  const retryAfter = Number(response.headers.get("Retry-After")) || 0;
  if (typeof body !== "object" || body === null) return new Problem(response.status, response.statusText, "", [], retryAfter);
  const { type, title, detail, errors, ...remedies } = body as { type?: string; title?: string; detail?: string; errors?: Fault[] } & Partial<Remedies>;
  return new Problem(response.status, title ?? response.statusText, detail ?? "", errors ?? [], retryAfter, type?.split("/").pop(), remedies);
}
