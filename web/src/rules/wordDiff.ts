/** A part of a text that stays, is taken out or put in. */
export interface Part {
  kind: "same" | "out" | "in";
  text: string;
}

/** Words and what parts them, so that joined they are the text again. */
const split = (text: string) => text.match(/\s+|[^\s]+/g) ?? [];

/** What becomes of a text, word by word: the longest that both have in common stays. */
export function wordDiff(before: string, after: string): Part[] {
  const [a, b] = [split(before), split(after)];
  const longest = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  const at = (i: number, j: number) => longest[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) (longest[i] as Uint16Array)[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  const parts: Part[] = [];
  const put = (kind: Part["kind"], text: string) => {
    const last = parts.at(-1);
    if (last?.kind === kind) last.text += text;
    else parts.push({ kind, text });
  };
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
