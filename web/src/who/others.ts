const channel = "lupakartta:signed-in";

/** Tells the page's other tabs that somebody has signed in. */
export function tellOthers(): void {
  const others = new BroadcastChannel(channel);
  others.postMessage("");
  others.close();
}

/** Calls back when that happened in another tab, or may have: when the person comes back to this one. */
export function onReturn(callback: () => void): () => void {
  const others = new BroadcastChannel(channel);
  const visible = () => document.visibilityState === "visible" && callback();
  others.addEventListener("message", callback);
  document.addEventListener("visibilitychange", visible);
  return () => {
    others.close();
    document.removeEventListener("visibilitychange", visible);
  };
}
