import type { Box } from "./box";
import { shareStream } from "./share";
import { type Said, openStream } from "./stream";

/** What a page is told of the map. */
export interface Told {
  /** A live layer changed in these boxes; without boxes, everywhere. */
  changed: (layer: string, boxes?: readonly Box[]) => void;
  /** Layers have another published version. */
  published: () => void;
  /** Anything may have changed since the page asked last. */
  reload: () => void;
}

/**
 * Follows where the map changes while the page is seen. A page that is not seen gives its connection up, of which browsers
 * have few, and is told what it missed when it is seen again; those of one session that are seen share one. Returns what ends it.
 */
export function followChanges(whose: string, told: Told): () => void {
  let last = "";
  let leave: (() => void) | undefined;

  const hear = ({ name, data, id }: Said) => {
    if (id) last = id;
    if (name === "published") told.published();
    if (name === "reload") told.reload();
    if (name !== "changed") return;
    const { layer, boxes } = JSON.parse(data) as { layer: string; boxes?: Box[] };
    told.changed(layer, boxes);
  };
  const close = () => {
    leave?.();
    leave = undefined;
  };
  const open = () => {
    close();
    if (document.visibilityState === "hidden") return;
    // Browsers have locks only where the page came safely.
    leave = "locks" in navigator ? shareStream(whose, () => last, hear) : openStream(() => last, hear);
  };

  document.addEventListener("visibilitychange", open);
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  open();
  return () => {
    document.removeEventListener("visibilitychange", open);
    removeEventListener("pagehide", close);
    removeEventListener("pageshow", open);
    close();
  };
}
