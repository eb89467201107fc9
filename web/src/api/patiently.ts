import { Problem, problemOf, serviceAway } from "./problem";

/** Fetches what the page cannot begin without: through outages, for as long as it takes. */
export async function patiently<T>(address: string, cache: RequestCache): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      const response = await fetch(address, { credentials: "same-origin", cache });
      const body: unknown = await response.json().catch(() => null);
      if (!response.ok) throw problemOf(response, body);
      return body as T;
    } catch (error) {
      const passing = !(error instanceof Problem) || error.passing;
      if (!passing) throw error;
      dispatchEvent(new Event(serviceAway));
      await new Promise((done) => setTimeout(done, Math.min(1000 * 2 ** attempt, 15_000)));
    }
  }
}
