import { inflateSync } from "node:zlib";
import { writeFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { firstMap } from "./actions";
import { equal, ok, phone, test } from "./run";
import type { Town } from "./town";

const drawn = (page: Page) => page.locator(".sheet[aria-busy=false] img").waitFor({ timeout: 120_000 });

/** What the browser saves when a person chooses to save as PDF. */
export const pdf = (page: Page) => page.pdf({ preferCSSPageSize: true, tagged: true });

/** Width and height of each page, millimetres. */
export function pageSizes(file: Buffer): [number, number][] {
  return [...file.toString("latin1").matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, w, h]) => [Number(w), Number(h)].map((points) => Math.round((points / 72) * 25.4)) as [number, number]);
}

/** The text that a reader of the file gets: of each font its codes in Unicode, of each page what is shown with them. */
export function textOf(file: Buffer): string {
  const source = file.toString("latin1");
  const objects = new Map([...source.matchAll(/(\d+) 0 obj\n?([\s\S]*?)endobj/g)].map(([, id, body]) => [Number(id), body as string]));
  const stream = (body: string) => {
    const begin = body.indexOf("stream\n") + 7;
    const bytes = Buffer.from(body.slice(begin, body.lastIndexOf("\nendstream")), "latin1");
    return (body.includes("/FlateDecode") ? inflateSync(bytes) : bytes).toString("latin1");
  };
  const fonts = new Map<string, Map<string, string>>();
  for (const [id, body] of objects) {
    const [, cmap] = /\/ToUnicode (\d+) 0 R/.exec(body) ?? [];
    if (!cmap) continue;
    const codes = new Map<string, string>();
    const text = stream(objects.get(Number(cmap)) ?? "");
    const unicode = (hex: string) => (hex.match(/.{4}/g) ?? []).map((unit) => String.fromCharCode(parseInt(unit, 16))).join("");
    for (const [, list] of text.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) for (const [, code, to] of (list as string).matchAll(/<(\w+)> <(\w+)>/g)) codes.set((code as string).toUpperCase(), unicode(to as string));
    for (const [, list] of text.matchAll(/beginbfrange([\s\S]*?)endbfrange/g))
      for (const [, from, to, first] of (list as string).matchAll(/<(\w+)> <(\w+)> <(\w+)>/g)) {
        const length = (from as string).length;
        for (let code = parseInt(from as string, 16), i = 0; code <= parseInt(to as string, 16); code++, i++) codes.set(code.toString(16).toUpperCase().padStart(length, "0"), String.fromCharCode(parseInt(first as string, 16) + i));
      }
    fonts.set(String(id), codes);
  }
  let all = "";
  for (const body of objects.values()) {
    if (!/\/Type \/Page\b(?!s)/.test(body)) continue;
    const named = new Map([...(/\/Font <<([\s\S]*?)>>/.exec(body)?.[1] ?? "").matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, id]) => [name as string, id as string]));
    const [, contents] = /\/Contents (\d+) 0 R/.exec(body) ?? [];
    let codes = new Map<string, string>();
    for (const [, font, shown] of stream(objects.get(Number(contents)) ?? "").matchAll(/\/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>/g)) {
      if (font) codes = fonts.get(named.get(font) ?? "") ?? codes;
      else for (const code of (shown as string).match(/.{4}/g) ?? []) all += codes.get(code.toUpperCase()) ?? "";
    }
    all += "\n";
  }
  return all.replaceAll(/\s+/g, " "); // no-break spaces too
}

/** The sheet for printing. */
export function describePrint(town: Town): void {
  const [lon, lat] = town.middle;
  const map = (lang: string, more = "") => `/${lang}/kartta?z=14.3&center=${lon},${lat}&layers=${town.natura.layer},mallila_zoning${more}`;

  test("a map is printed: the paper's size, scale, north, legend, sources, versions and date", async ({ page, server }) => {
    await page.goto(server.url + map("fi"));
    await firstMap(page);
    await page.getByRole("link", { name: "Tulosta kartta" }).press("Enter");
    await page.getByRole("heading", { name: "Tulosta kartta" }).waitFor();
    await page.getByLabel("Otsikko").fill("Kesätapahtuma");
    for (const [paper, orientation, width, height] of [["a3", "portrait", 297, 420], ["a4", "landscape", 297, 210]] as const) {
      await page.getByLabel("Paperi").selectOption(paper);
      await page.getByLabel("Suunta").selectOption(orientation);
      await page.locator("#print-scale").selectOption("5000");
      await drawn(page);
      const file = await pdf(page);
      await writeFile(`artifacts/screenshots/print-${paper}.pdf`, file);
      for (const size of pageSizes(file)) equal(size.join(" × "), [width, height].join(" × "), "size of a page, mm");
      ok(file.includes("/StructTreeRoot"), "the file is not tagged");
      const text = textOf(file);
      const layer = (await (await fetch(`${server.url}/api/v1/layers/mallila_zoning`)).json()) as { version: number; title: string; attribution: string };
      for (const words of ["Kesätapahtuma", "Mittakaava 1:5 000", "100 m", "todellinen pohjoinen", "EPSG:3067", "Merkkien selitykset", "Aineistot", layer.title, String(layer.version), layer.attribution, `center=${lon.toFixed(3)}`, String(new Date().getFullYear())])
        ok(text.includes(words), `${words} is not in the ${paper} file: ${text.slice(0, 1500)}`);
    }
    await page.screenshot({ path: "artifacts/screenshots/print.png" });
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "Tulosta kartta" }).waitFor();
    equal(await page.evaluate(() => document.activeElement?.id), "print-map", "what has the focus");
  });

  test("the scale on paper is the ground's: a kilometre is 100 mm at 1:10 000", async ({ page, server }) => {
    // A line a kilometre long on the ground: 1000 × 0.9996 m in the grid, near its middle meridian.
    await page.goto(`${server.url}/fi/kartta?z=14&center=27,62.4&print=1`);
    await page.locator("#print-scale").selectOption("10000");
    await drawn(page);
    const east = 500 / (6378137 * (1 / Math.sqrt(1 - 0.00669438 * Math.sin((62.4 * Math.PI) / 180) ** 2)) * Math.cos((62.4 * Math.PI) / 180)) * (180 / Math.PI);
    const north = 500 / ((6378137 * (1 - 0.00669438)) / (1 - 0.00669438 * Math.sin((62.4 * Math.PI) / 180) ** 2) ** 1.5) * (180 / Math.PI);
    for (const [axis, dx, dy] of [["width", east, 0], ["height", 0, north]] as const) {
      const place = await page.evaluate(async (g) => {
        const bytes = await new Response(new Blob([JSON.stringify(g)]).stream().pipeThrough(new CompressionStream("deflate-raw"))).arrayBuffer();
        return btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
      }, { type: "LineString", coordinates: [[27 - dx, 62.4 - dy], [27 + dx, 62.4 + dy]] });
      await page.goto(`${server.url}/fi/kartta?z=14&center=27,62.4&print=1&axis=${axis}#place=${place}`);
      await page.locator("#print-scale").selectOption("10000");
      await drawn(page);
      await page.waitForFunction(() => document.querySelector<HTMLImageElement>(".sheet img")?.naturalWidth);
      const length = await page.evaluate((along) => {
        const image = document.querySelector<HTMLImageElement>(".sheet img") as HTMLImageElement;
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
        const context = canvas.getContext("2d") as CanvasRenderingContext2D;
        context.drawImage(image, 0, 0);
        const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
        let [least, most] = [Infinity, -Infinity];
        for (let y = 0; y < canvas.height; y++)
          for (let x = 0; x < canvas.width; x++) {
            const i = 4 * (y * canvas.width + x);
            if ((data[i] as number) > 40 || Math.abs((data[i + 1] as number) - 52) > 30 || Math.abs((data[i + 2] as number) - 122) > 40) continue; // the place's own blue
            const at = along === "width" ? x : y;
            [least, most] = [Math.min(least, at), Math.max(most, at)];
          }
        const millimetres = parseFloat(image.style[along as "width"]);
        return ((most - least + 1) / (along === "width" ? canvas.width : canvas.height)) * millimetres;
      }, axis);
      ok(Math.abs(length - 100) < 0.5, `a kilometre along the ${axis} is ${length.toFixed(2)} mm long`);
    }
  });

  test("on a phone, in Swedish, from the dark map: the sheet is light", async ({ page, server }) => {
    await page.goto(server.url + map("sv", "&view=layers"));
    await firstMap(page);
    await page.evaluate(() => localStorage.setItem("lupakartta:map", "dark"));
    await page.goto(server.url + map("sv", "&print=1"));
    await drawn(page);
    await page.screenshot({ path: "artifacts/screenshots/print-phone.png" });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    equal(wide, 0, "pixels that the page is too wide");
    const paper = await page.evaluate(() => {
      const image = document.querySelector<HTMLImageElement>(".sheet img") as HTMLImageElement;
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [40, 40];
      const context = canvas.getContext("2d") as CanvasRenderingContext2D;
      context.drawImage(image, 0, 0, 40, 40);
      return context.getImageData(0, 0, 40, 40).data.filter((_, i) => i % 4 !== 3).reduce((sum, v) => sum + v, 0) / (40 * 40 * 3);
    });
    ok(paper > 150, `brightness of the printed map: ${paper}`);
    const swatch = await page.locator(".sheet-entry rect").first().getAttribute("fill");
    equal(swatch, "#f7f7f8", "ground of the legend");
    ok((await page.locator(".sheet").textContent())?.includes("Teckenförklaring"), "not in Swedish");
  }, { size: phone, touch: true });

  test("tiles that do not come are told on the sheet", async ({ page, server, expectFailures }) => {
    expectFailures();
    await page.goto(server.url + map("fi"));
    await firstMap(page);
    await page.route("**/tiles/**", (route) => route.fulfill({ status: 503 }));
    await page.getByRole("link", { name: "Tulosta kartta" }).click();
    await page.locator("#print-scale").selectOption("50000");
    await drawn(page);
    await page.locator(".sheet-warning").filter({ hasText: "ei tullut palvelusta" }).waitFor();
    await page.unroute("**/tiles/**");
    await page.getByRole("button", { name: "Piirrä uudelleen" }).click();
    await page.locator(".sheet-warning").waitFor({ state: "detached" });
    await drawn(page);
  });

  test("a legend too long for the sheet flows on to the next", async ({ page, server }) => {
    await page.goto(server.url + `/fi/kartta?z=12.5&center=${lon},${lat}&print=1&layers=${(await every(server.url)).join(",")}`);
    await page.getByLabel("Suunta").selectOption("landscape");
    await drawn(page);
    const file = await pdf(page);
    ok(pageSizes(file).length > 1, "one page");
    const entries = await page.locator(".sheet-entry > span").allTextContents(); // a sign may hold a number
    const closed = (text: string) => text.replaceAll(/\s+/g, ""); // a long entry takes several lines
    const text = closed(textOf(file));
    for (const entry of entries) ok(text.includes(closed(entry)), `${entry} is on no page`);
  });
}

async function every(url: string): Promise<string[]> {
  const { items } = (await (await fetch(`${url}/api/v1/layers`)).json()) as { items: { id: string }[] };
  return items.map((l) => l.id);
}
