import createClient, { type FetchResponse, type MediaType } from "openapi-fetch";
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

/** The body of an answer; anything else than what was asked for becomes a Problem. */
export async function answer<T extends Record<string | number, unknown>, O, M extends MediaType>(pending: Promise<FetchResponse<T, O, M>>): Promise<NonNullable<FetchResponse<T, O, M>["data"]>> {
  const { data, error, response } = await pending;
  if (!response.ok || data === undefined || data === null) throw problemOf(response, error);
  return data;
}
