/** Letters of their own in Finnish and Swedish, which a plain letter finds too: `a` finds `ä`, but `ä` does not find `a`. */
const alsoFinds: Record<string, string> = { a: "aåä", o: "oö" };

/** Small letters without marks; å, ä and ö are letters, not marked ones. */
function plain(text: string): string {
  return text.normalize("NFC").toLocaleLowerCase("fi").replaceAll(/[^åäö]/g, (letter) => letter.normalize("NFD").replaceAll(/\p{M}/gu, ""));
}

/** Tells whether a text holds every one of the words, in any order, as a part of it. */
export function matcher(words: string): (text: string) => boolean {
  const patterns = plain(words).split(/\s+/).filter(Boolean).map((word) => new RegExp([...word].map(letter).join("")));
  return (text) => {
    const searched = plain(text);
    return patterns.every((pattern) => pattern.test(searched));
  };
}

const letter = (l: string) => (alsoFinds[l] ? `[${alsoFinds[l]}]` : l.replace(/[\\^$.*+?()[\]{}|]/, "\\$&"));
