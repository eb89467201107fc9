import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { firstMap, still } from "./actions";
import { desk, phone, test } from "./run";
import type { Town } from "./town";

interface Violation {
  id: string;
  help: string;
  nodes: { html: string; failureSummary?: string }[];
}

let source = "";

/** Runs every rule of axe on the page as it stands; only the map's canvas is left out. */
async function axe(page: Page, where: string): Promise<string[]> {
  source ||= await readFile("node_modules/axe-core/axe.min.js", "utf8");
  await page.evaluate(source);
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run: (context: object, options: object) => Promise<{ violations: Violation[] }> } };
    return (await axe.run({ exclude: [["#map-root canvas"]] }, { resultTypes: ["violations"] })).violations;
  });
  return violations.flatMap((v) => v.nodes.map((n) => `${where}: ${v.id}: ${v.help}: ${n.html.slice(0, 160)} ${n.failureSummary ?? ""}`));
}

/** Each state of the page, at both sizes, in Finnish and Swedish: no violation, and a picture to be looked at. */
export function accessibility(town: Town): void {
  const [lon, lat] = town.middle;
  const natura = `${(town.natura.bbox[0] + town.natura.bbox[2]) / 2},${(town.natura.bbox[1] + town.natura.bbox[3]) / 2}`;
  const view = `z=15&center=${lon},${lat}`;
  const states: { name: string; query: string; act?: (page: Page) => Promise<void> }[] = [
    { name: "home", query: "" },
    { name: "layers", query: `${view}&view=layers&layers=${town.natura.layer}`, act: async (page) => void (await page.locator(".facts summary").first().click()) },
    {
      name: "dark", query: `${view}&view=layers&layers=${town.natura.layer}`,
      act: async (page) => {
        await page.locator(".dark-map input").press("Space");
        await page.locator("html[data-dark-map]").waitFor();
      },
    },
    {
      name: "layers-found", query: `${view}&view=layers`,
      act: async (page) => {
        await page.locator("#layer-filter").fill("natur");
        await page.locator(".layer-limit span").waitFor();
      },
    },
    {
      name: "layers-none", query: `${view}&view=layers`,
      act: async (page) => {
        await page.locator("#layer-filter").fill("xyzzyplugh");
        await page.locator(".panel .note").waitFor();
      },
    },
    { name: "list", query: `${view}&view=list`, act: (page) => page.locator(".row").first().waitFor() },
    { name: "details", query: `${view}&at=${lon},${lat}`, act: (page) => page.locator("details.feature").first().waitFor() },
    {
      name: "search", query: view,
      act: async (page) => {
        await page.locator("#search").fill(town.street.title);
        await page.getByRole("option").first().waitFor();
        await page.locator("#search").press("ArrowDown");
      },
    },
    {
      name: "drawing", query: view,
      act: async (page) => {
        await page.locator(".toolbar button").nth(1).click();
        await page.locator(".under-way").waitFor();
      },
    },
    {
      name: "form-error", query: view,
      act: async (page) => {
        await page.locator(".place-form > summary").click();
        await page.locator("#place-radius").fill("sata");
        await page.locator(".place-form button[type=submit]").click();
        await page.locator("#place-words-error").waitFor();
      },
    },
    {
      name: "findings", query: `z=14&center=${natura}`,
      act: async (page) => {
        await corners(page, natura.split(",").reverse().join(" "));
        await page.locator(".place-card .actions button").first().click();
        await page.locator(".summary").waitFor();
        await page.locator(".finding-group summary").evaluateAll((all) => all.forEach((s) => ((s.parentElement as HTMLDetailsElement).open = true)));
      },
    },
    {
      name: "refused", query: view,
      act: async (page) => {
        await corners(page, "480000 6920000\n480200 6920200\n480200 6920000\n480000 6920200");
        await page.locator(".place-card .actions button").first().click();
        await page.locator(".findings .note-error").waitFor();
      },
    },
  ];
  for (const lang of ["fi", "sv"] as const)
    for (const state of states)
      test(`accessibility: ${state.name}, ${lang}`, async ({ page, server, expectFailures }) => {
        expectFailures();
        await page.goto(`${server.url}/${lang}/kartta?${state.query}`);
        await firstMap(page);
        await state.act?.(page);
        await looked(page, `${state.name}-${lang}`);
      });
}

/** Takes a picture of the page at both sizes, and fails where a rule is broken or something does not fit. */
export async function looked(page: Page, name: string): Promise<void> {
  const found: string[] = [];
  for (const size of [desk, phone]) {
    await page.setViewportSize(size);
    await page.waitForTimeout(300); // the sheet comes to rest
    await still(page);
    await page.screenshot({ path: `artifacts/screenshots/${name}-${size.width}x${size.height}.png` });
    found.push(...(await axe(page, `${size.width}x${size.height}`)));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > size.width) found.push(`the page is ${wide} wide on a screen of ${size.width}`);
    found.push(...(await cut(page)));
  }
  if (found.length > 0) throw new Error(found.join("\n"));
}

/** Controls of the header and the panel's top that stand outside the screen. */
async function cut(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>(".header a, .header button, .acting button, .views a, .toolbar button, .search input")].flatMap((element) => {
      const { left, right } = element.getBoundingClientRect();
      if (element.offsetWidth === 0) return [];
      return left < 0 || right > innerWidth ? [`outside the screen: ${element.textContent}`] : [];
    }),
  );
}

/** Gives the place by its corners. */
export async function corners(page: Page, text: string): Promise<void> {
  await page.locator(".place-form > summary").click();
  await page.locator('.place-form input[type="radio"]').nth(1).check({ force: true });
  await page.locator("#place-corners").fill(text);
  await page.locator(".place-form button[type=submit]").click();
  await page.locator(".place-card").waitFor();
}
