import type { Library } from "./engine";

declare const __WORKER_URL__: string;

/** The map library, fetched once; its worker is its own file, as the Content-Security-Policy wants. */
export const library: Promise<Library> = import("maplibre-gl").then((gl) => {
  gl.setWorkerUrl(__WORKER_URL__);
  gl.prewarm();
  return gl;
});
