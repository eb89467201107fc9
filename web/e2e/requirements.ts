import { writeFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { looked } from "./accessibility";
import { drawn, firstMap, onScreen, overlay, query } from "./actions";
import { pageSizes, pdf, textOf } from "./print";
import { equal, ok, test } from "./run";
import type { Town } from "./town";

/** Puts a place by its coordinates, by keyboard alone. */
async function put(page: Page, words: string): Promise<void> {
  const form = page.locator(".place-form").last();
  if ((await form.getAttribute("open")) === null) await form.locator("summary").press("Enter");
  await form.getByRole("combobox", { name: "Paikka", exact: true }).fill(words);
  await form.getByRole("button", { name: "Aseta paikka" }).press("Enter");
}

/** What the page tells of rules: their titles and what is said of each place. */
const told = (page: Page) => page.locator(".compare tbody tr, .requirements article").allTextContents();

/** What applies at a place, and at two. */
export function describeRequirements(town: Town): void {
  const words = ([lon, lat]: readonly [number, number]) => `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
  const natura = [(town.natura.bbox[0] + town.natura.bbox[2]) / 2, (town.natura.bbox[1] + town.natura.bbox[3]) / 2] as const;

  test("what applies at a place is told by keyboard, compared with another, shared and printed", async ({ page, context, server }) => {
    await page.goto(`${server.url}/fi/kartta?z=13&center=${natura.join(",")}`);
    await firstMap(page);
    await page.locator(".more-views").getByRole("link", { name: "Mitä täällä pitää ottaa huomioon" }).press("Enter");
    await page.getByRole("heading", { name: "Mitä täällä pitää ottaa huomioon" }).waitFor();
    equal(query(page).get("view"), "requirements", "the view in the address");
    await put(page, words(natura));
    await page.getByRole("heading", { name: "Luonto ja luonnonsuojelu" }).waitFor();
    const red = page.locator(".requirements article.finding-red").filter({ hasText: town.natura.title }).first();
    await red.getByText("Este", { exact: true }).first().waitFor();
    await red.getByText("Luonnonsuojelulaki").first().waitFor();
    ok((await page.getByRole("heading", { name: "Riippuu hankkeen tiedoista" }).count()) === 1, "nothing depends on answers");
    await red.getByRole("button", { name: /^Näytä kartalla/ }).focus();
    await drawn(page, "highlight");
    await looked(page, "requirements-fi");

    const all = (await told(page)).length;
    await page.getByLabel("Millaista hanketta varten?").selectOption("wind_power");
    await page.waitForFunction((before) => document.querySelectorAll(".requirements article").length < before, all);
    equal(query(page).get("kind"), "wind_power", "the kind in the address");
    await page.getByLabel("Millaista hanketta varten?").selectOption("");

    await page.getByRole("button", { name: "Vertaa toiseen paikkaan" }).press("Enter");
    await put(page, words(town.middle));
    await page.locator(".compare").first().waitFor();
    equal((await overlay(page, "place")).map((f) => f.properties?.sign), ["A"], "the mark of the place");
    equal((await overlay(page, "other")).map((f) => f.properties?.sign), ["B"], "the mark of the other");
    await page.locator(".compare").first().evaluate((table) => table.scrollIntoView());
    await looked(page, "requirements-compared-fi");
    await page.getByRole("button", { name: /^Vaihda paikka.*B$/ }).press("Enter");
    await page.getByRole("button", { name: /^Piste/ }).click();
    await page.locator("canvas.drawing").waitFor();
    const before = new URL(page.url()).hash;
    const { x, y } = await onScreen(page, town.middle);
    await page.mouse.click(x + 30, y + 30);
    await page.waitForFunction((hash) => location.hash !== hash, before);
    equal(new URL(page.url()).hash.split("&")[0], before.split("&")[0], "the place whose mark was not moved");
    await page.getByRole("button", { name: /^Vaihda paikka.*B$/, expanded: false }).waitFor(); // the tools are put away
    await page.locator(".compare").first().waitFor();
    const differing = page.getByLabel("Näytä vain erot");
    const rows = await told(page);
    await differing.press("Space");
    await page.waitForFunction((before) => document.querySelectorAll(".compare tbody tr").length < before, rows.length);
    ok((await page.locator(".compare tbody tr:not([data-differs])").count()) === 0, "what is alike is shown");
    ok((await page.locator(".compare-red, .compare-amber").count()) > 0, "no difference that matters");
    const fewer = await told(page);

    const address = page.url();
    ok(/[?&]view=requirements/.test(address) && /[?&]differing=1/.test(address) && /#place=[\w-]+&other=[\w-]+$/.test(address), `the address ${address}`);
    const other = await context.newPage();
    await other.goto(address);
    await firstMap(other);
    await other.locator(".compare").first().waitFor();
    equal(await told(other), fewer, "what the shared link tells");
    await other.close();

    await differing.press("Space");
    await page.getByRole("button", { name: "Tulosta", exact: true }).press("Enter");
    await page.getByRole("heading", { name: "Tulosta vaatimukset" }).waitFor();
    await page.locator(".requirements-sheet[aria-busy=false] img").waitFor({ timeout: 120_000 });
    await looked(page, "requirements-print-fi");
    const file = await pdf(page);
    await writeFile("artifacts/screenshots/requirements.pdf", file);
    for (const size of pageSizes(file)) equal(size, [210, 297], "size of a page, mm");
    const text = textOf(file);
    for (const part of ["Paikka A", "Paikka B", "Luonto ja luonnonsuojelu", town.natura.title, "Ei tiedossa", "Riippuu hankkeen tiedoista", "Ei huomautettavaa:", "Mittakaava 1:", "Säännöt", "natura_inside", "versio", String(new Date().getFullYear())])
      ok(text.includes(part), `${part} is not on paper: ${text.slice(0, 1500)}`);
    await page.keyboard.press("Escape");
    await page.locator(".compare").first().waitFor();
    await page.waitForFunction(() => document.activeElement?.id === "requirements-print");
  });
}
