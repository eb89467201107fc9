import type { Box } from "./box";

/** What a page is told of the map. */
export interface Told {
  /** A live layer changed in these boxes; without boxes, everywhere. */
  changed: (layer: string, boxes?: readonly Box[]) => void;
  /** Layers have another published version. */
  published: () => void;
  /** Anything may have changed since the page asked last. */
  reload: () => void;
}

/** The service is heard of more often than this, milliseconds: otherwise the stream is dead. */
const silence = 40_000;
const firstPause = 2000;
const longPause = 60_000;

/**
 * Follows where the map changes while the page is seen. A page that is not seen gives its connection up, of which browsers
 * have few, and is told what it missed when it is seen again. Returns what ends it.
 */
export function followChanges(told: Told): () => void {
  let source: EventSource | null = null;
  let last = "";
  let pause = firstPause;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };
  const open = () => {
    close();
    if (document.visibilityState === "hidden") return;
    source = new EventSource(`/tiles/changes${last && `?after=${encodeURIComponent(last)}`}`);
    const heard = (event: MessageEvent<string>) => {
      if (event.lastEventId) last = event.lastEventId;
      pause = firstPause;
      clearTimeout(timer);
      timer = setTimeout(open, silence);
    };
    const on = (name: string, act: (data: string) => void) =>
      source?.addEventListener(name, (event: MessageEvent<string>) => {
        heard(event);
        act(event.data);
      });
    on("changed", (data) => {
      const { layer, boxes } = JSON.parse(data) as { layer: string; boxes?: Box[] };
      told.changed(layer, boxes);
    });
    on("published", () => told.published());
    on("reload", () => told.reload());
    on("beat", () => undefined);
    timer = setTimeout(open, silence);
    // The browser comes back by itself after a break, not after an answer that is no stream.
    source.addEventListener("error", () => {
      if (source?.readyState !== EventSource.CLOSED) return;
      close();
      timer = setTimeout(open, pause * (1 + Math.random() / 2));
      pause = Math.min(2 * pause, longPause);
    });
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
