import createClient from "openapi-fetch";
import { Problem, problemOf } from "./problem";
import type { paths } from "./schema";

/** The API, typed by its own OpenAPI document. */
export const client = createClient<paths>({
  baseUrl: location.origin,
  fetch: (request) =>
    fetch(request).catch((error: unknown) => {
      if (error instanceof DOMException && error.name === "AbortError") throw error;
      throw new Problem(0, "", "");
    }),
});

/** Told to the page when an answer says that nobody is signed in any more (who/SessionEnded.tsx). */
export const sessionEnded = "lupakartta:session-ended";

client.use({
  onResponse: ({ response }) => {
    if (response.status === 401) dispatchEvent(new Event(sessionEnded));
  },
});

type Answers = { responses: { 200: { content: { "application/json": unknown } } } };

/** The body that an operation answers with. */
export type Body<P extends keyof paths, M extends keyof paths[P]> = paths[P][M] extends Answers ? paths[P][M]["responses"][200]["content"]["application/json"] : never;

/** The body of an answer; anything else than what was asked for becomes a Problem. */
export async function answer<T>(pending: Promise<{ data?: unknown; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await pending;
  if (!response.ok || data === undefined || data === null) throw problemOf(response, error);
  return data as T;
}

/** Waits for what answers with nothing; anything but success becomes a Problem. */
export async function done(pending: Promise<{ error?: unknown; response: Response }>): Promise<void> {
  const { error, response } = await pending;
  if (!response.ok) throw problemOf(response, error);
}

/** A body with its ETag, which the change of it has to name. */
export interface Tagged<T> {
  tag: string;
  body: T;
}

/** The body of an answer with its ETag. */
export async function tagged<T>(pending: Promise<{ data?: unknown; error?: unknown; response: Response }>): Promise<Tagged<T>> {
  const { response } = await pending;
  return { body: await answer<T>(pending), tag: response.headers.get("ETag") ?? "" };
}
