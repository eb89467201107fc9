const key = "lupakartta:acting";

/** Keeps a place for the strip that says for whom one acts, from the next page's first frame on. */
export function reserve(acting: boolean): void {
  document.documentElement.toggleAttribute("data-acting", acting);
  try {
    if (acting) sessionStorage.setItem(key, "1");
    else sessionStorage.removeItem(key);
  } catch {
    // no storage: the page moves once when it is known
  }
}

/** Gives the strip its place before the service was asked, if it was there on the page before. */
export function reserved(): void {
  try {
    if (sessionStorage.getItem(key)) document.documentElement.toggleAttribute("data-acting", true);
  } catch {
    // as above
  }
}
