import type { components } from "../api/schema";
import { type Words, foundWords } from "../i18n/national";
import { lang } from "../page/config";
import { element } from "./element";

type AtPlace = components["schemas"]["AtPlace"];

/** Tells what is at a place: the features of the layers that are shown, with their attributes in words. */
export class Here {
  readonly panel: HTMLElement;
  private readonly words: Words;
  private readonly answer = element("div", { className: "national-answer" });
  private readonly status = element("p", { role: "status" });
  private asked = 0;

  constructor(words: Words) {
    this.words = words;
    this.status.textContent = words.hint;
    this.panel = element("section", { "aria-labelledby": "here" }, element("h2", { id: "here" }, words.here), this.status, this.answer);
  }

  /** Asks what is at a place in EPSG:3067, within a few pixels. */
  async ask(e: number, n: number, tolerance: number, shown: ReadonlySet<string>): Promise<void> {
    const turn = ++this.asked;
    this.status.textContent = this.words.looking;
    this.answer.replaceChildren();
    try {
      const response = await fetch(`/api/v1/at?e=${e.toFixed(2)}&n=${n.toFixed(2)}&tolerance=${Math.min(5000, tolerance).toFixed(2)}&lang=${lang}`);
      if (!response.ok) throw new Error(String(response.status));
      const { items } = (await response.json()) as AtPlace;
      if (turn !== this.asked) return;
      const hits = (items ?? []).filter((hit) => shown.has(hit.layer));
      this.status.textContent = hits.length > 0 ? foundWords(this.words, hits.length) : this.words.nothing;
      this.answer.replaceChildren(
        ...hits.map((hit, i) => {
          const rows = (hit.attributes ?? []).filter((a) => a.text !== "").map((a) => element("div", {}, element("dt", {}, a.label), element("dd", {}, a.text)));
          const card = element("details", {}, element("summary", {}, hit.title, element("span", {}, hit.layer_title)), element("dl", {}, ...rows));
          if (i === 0) card.setAttribute("open", "");
          return card;
        }),
      );
    } catch {
      if (turn === this.asked) this.status.textContent = this.words.failed;
    }
  }
}
