import { Problem, problemOf, serviceAway } from "../api/problem";
import type { Lang } from "../i18n/language";
import type { Layer } from "./layer";

/** Told to the page when a version of a layer was published in it. */
export const published = "lupakartta:published";

/** Fetches the layers from the very address that the page's head preloads. */
export async function fetchLayers(lang: Lang, cache: RequestCache = "default"): Promise<Layer[]> {
  for (let attempt = 0; ; attempt++) {
    try {
      const response = await fetch(`/api/v1/layers?lang=${lang}`, { credentials: "same-origin", cache });
      const body: unknown = await response.json().catch(() => null);
      if (!response.ok) throw problemOf(response, body);
      return (body as { items: Layer[] }).items;
    } catch (error) {
      const passing = !(error instanceof Problem) || error.passing;
      if (!passing) throw error;
      dispatchEvent(new Event(serviceAway));
      await new Promise((done) => setTimeout(done, Math.min(1000 * 2 ** attempt, 15_000)));
    }
  }
}
