import type { Lang } from "../i18n/language";
import { languages } from "../i18n/language";

/** A raster background map, served through our own address. */
export interface Background {
  tiles: string;
  tile_size: number;
  max_zoom: number;
  attribution: string;
}

/** What the server put in the page (web.Config). */
export interface PageConfig {
  version: string;
  demo?: boolean;
  start?: { lon: number; lat: number; zoom: number };
  background?: Background;
}

function read(): PageConfig {
  const text = document.getElementById("page-config")?.textContent ?? "";
  return text.trim() ? (JSON.parse(text) as PageConfig) : { version: "" };
}

export const config = read();

/** The nonce of this page, for the styles that components add. */
export const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";

/** The language of the page: the first segment of its path. */
export const lang: Lang = languages.find((l) => l === location.pathname.split("/")[1]) ?? "fi";
