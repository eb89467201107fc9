import { type Said, openStream } from "./stream";

/** The name of the lock and of the channel, for a session; another where pages of an earlier release would not understand. */
const nameFor = (whose: string) => `lupakartta:changes:2:${whose}`;

/** What pages of one browser tell each other. */
type Word = { said: Said } | { at: string } | "ask";

/**
 * Hears the stream of changes together with the browser's other pages: one holds it and tells the others, for a browser has
 * six connections to a host over HTTP/1.1, and the seventh page would wait for ever. Whoever finds that the others are
 * elsewhere in the log asks for everything anew. Pages of another session may be told of other things: they share another stream.
 * Returns what ends it.
 */
export function shareStream(whose: string, after: () => string, hear: (said: Said) => void): () => void {
  const name = nameFor(whose);
  const channel = new BroadcastChannel(name);
  const left = new AbortController();
  const tell = (word: Word) => channel.postMessage(word);
  let leading = false;

  const lead = () =>
    new Promise<void>((release) => {
      if (left.signal.aborted) return release();
      leading = true;
      tell({ at: after() });
      const close = openStream(after, (said) => {
        hear(said);
        tell({ said });
      });
      left.signal.addEventListener("abort", () => {
        close();
        release();
      });
    });

  channel.addEventListener("message", ({ data: word }: MessageEvent<Word>) => {
    if (word === "ask") {
      if (leading) tell({ at: after() });
    } else if (leading) return; // two that lead for a moment: each hears for itself
    else if ("said" in word) hear(word.said);
    else if (word.at !== after()) hear({ name: "reload", data: "", id: word.at });
  });
  // It is refused when it is left before its turn.
  navigator.locks.request(name, { signal: left.signal }, lead).catch((error: unknown) => {
    if (!left.signal.aborted) throw error;
  });
  tell("ask");
  return () => {
    left.abort();
    channel.close();
  };
}
