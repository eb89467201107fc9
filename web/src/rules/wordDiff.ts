/** A part of a text that stays, is taken out or put in. */
export interface Part {
  kind: "same" | "out" | "in";
  text: string;
}

/** Words and what parts them, so that joined they are the text again. */
const split = (text: string) => text.match(/\s+|[^\s]+/g) ?? [];

/** Pairs of words that are looked at; texts of many pages that differ all over are not matched word by word. */
const mostPairs = 4_000_000;

/** What becomes of a text, word by word: the longest that both have in common stays. */
export function wordDiff(before: string, after: string): Part[] {
  const [all, next] = [split(before), split(after)];
  let start = 0;
  while (start < all.length && start < next.length && all[start] === next[start]) start++;
  let end = 0;
  while (end < all.length - start && end < next.length - start && all.at(-1 - end) === next.at(-1 - end)) end++;
  const [a, b] = [all.slice(start, all.length - end), next.slice(start, next.length - end)];
  const same = (words: string[]): Part[] => (words.length > 0 ? [{ kind: "same", text: words.join("") }] : []);
  const between: Part[] = a.length * b.length > mostPairs ? [{ kind: "out", text: a.join("") }, { kind: "in", text: b.join("") }] : matched(a, b);
  return joined([...same(all.slice(0, start)), ...between, ...same(all.slice(all.length - end))]);
}

/** Neighbours of one kind are one. */
function joined(parts: readonly Part[]): Part[] {
  const whole: Part[] = [];
  for (const part of parts) {
    const last = whole.at(-1);
    if (last?.kind === part.kind) last.text += part.text;
    else whole.push({ ...part });
  }
  return whole;
}

function matched(a: readonly string[], b: readonly string[]): Part[] {
  const longest = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  const at = (i: number, j: number) => longest[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) (longest[i] as Uint16Array)[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  const parts: Part[] = [];
  const put = (kind: Part["kind"], text: string) => parts.push({ kind, text });
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      put("same", a[i] ?? "");
      i++;
      j++;
    } else if (i < a.length && (j === b.length || at(i + 1, j) >= at(i, j + 1))) put("out", a[i++] ?? "");
    else put("in", b[j++] ?? "");
  }
  return parts;
}
