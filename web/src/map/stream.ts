/** One thing that the service says of changes of the map, with the place in its log. */
export interface Said {
  name: "changed" | "published" | "reload" | "beat";
  data: string;
  id: string;
}

const names = ["changed", "published", "reload", "beat"] as const;
/** The service is heard of more often than this, milliseconds: otherwise the stream is dead. */
const silence = 40_000;
const firstPause = 2000;
const longPause = 60_000;

/** Opens the stream of changes after a place in the log, again and again when it breaks. Returns what ends it. */
export function openStream(after: () => string, hear: (said: Said) => void): () => void {
  let source: EventSource | null = null;
  let pause = firstPause;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };
  const open = () => {
    close();
    source = new EventSource(`/tiles/changes${after() && `?after=${encodeURIComponent(after())}`}`);
    for (const name of names)
      source.addEventListener(name, (event: MessageEvent<string>) => {
        pause = firstPause;
        clearTimeout(timer);
        timer = setTimeout(open, silence);
        hear({ name, data: event.data, id: event.lastEventId });
      });
    timer = setTimeout(open, silence);
    // The browser comes back by itself after a break, not after an answer that is no stream.
    source.addEventListener("error", () => {
      if (source?.readyState !== EventSource.CLOSED) return;
      close();
      timer = setTimeout(open, pause * (1 + Math.random() / 2));
      pause = Math.min(2 * pause, longPause);
    });
  };
  open();
  return close;
}
