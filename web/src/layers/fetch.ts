import { patiently } from "../api/patiently";
import type { Lang } from "../i18n/language";
import type { Layer } from "./layer";

/** Told to the page when a version of a layer was published in it. */
export const published = "lupakartta:published";

/** Fetches the layers from the very address that the page's head preloads. */
export async function fetchLayers(lang: Lang, cache: RequestCache = "default"): Promise<Layer[]> {
  return (await patiently<{ items: Layer[] }>(`/api/v1/layers?lang=${lang}`, cache)).items;
}
