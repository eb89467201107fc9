/** Longest address that the service sends a browser back to after signing in. */
const longest = 2000;

/** The fragment that stands for one that is too long to be sent along. */
export const keptFragment = "#kept";

/** The address of this page without the view that lists the ways to sign in. */
export function herePath({ pathname, search, hash }: { pathname: string; search: string; hash: string }): string {
  const query = search.slice(1).split("&").filter((part) => part && !/^sign-in(=|$)/.test(part)).join("&");
  return pathname + (query ? `?${query}` : "") + hash;
}

/** Where a browser begins to sign in, so that it comes back to that path. A fragment that is too long stays here (keep). */
export function signInAddress(begin: string, path: string): string {
  const short = path.length > longest ? path.replace(/#.*$/, "") + keptFragment : path;
  return `${begin}${begin.includes("?") ? "&" : "?"}return_to=${encodeURIComponent(short)}`;
}

/** Keeps a fragment that is too long until the browser is back. */
export function keep(hash: string): void {
  try {
    if (location.pathname.length + location.search.length + hash.length > longest) sessionStorage.setItem("lupakartta:fragment", hash);
  } catch {
    // no storage: a place that is too large to come back to is drawn again
  }
}

/** Puts a kept fragment back into the address. */
export function restore(): void {
  if (location.hash !== keptFragment) return;
  let hash: string | null = null;
  try {
    hash = sessionStorage.getItem("lupakartta:fragment");
    sessionStorage.removeItem("lupakartta:fragment");
  } catch {
    // as above
  }
  history.replaceState(null, "", location.pathname + location.search + (hash ?? ""));
}
