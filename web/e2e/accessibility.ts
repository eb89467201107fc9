import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { firstMap, still } from "./actions";
import { home, signIn } from "./persona";
import { desk, equal, ok, phone, test } from "./run";
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
  swedish(view);
  tabs();
}

/** The pages about people and authorities, which their own tests look at in Finnish. Each persona signs in once. */
function swedish(view: string): void {
  const opened = (page: Page) => page.locator(".panel details").evaluateAll((all) => all.forEach((d) => ((d as HTMLDetailsElement).open = true)));
  const parts = [
    { part: "profile", there: "#profile-email" }, { part: "acting", there: ".principal" }, { part: "mandates", there: "details.place-form" },
    { part: "sessions", there: ".cards .tag" }, { part: "tokens", there: "#token-form" }, { part: "looks", there: ".look" },
  ];
  const visits: { persona: string; pages: { name: string; query: string; there: string }[] }[] = [
    {
      persona: "", pages: [
        { name: "sign-in", query: "sign-in=ways", there: ".way" }, { name: "me-signed-out", query: "view=me", there: ".way" },
        { name: "authorities", query: "view=authorities", there: ".rows .row" }, { name: "authority", query: "view=authorities&authority=mallila_environment", there: ".competences" },
        { name: "admin-signed-out", query: "view=authorities&authority=mallila&part=admin", there: ".way" },
      ],
    },
    { persona: "organiser", pages: [{ name: "me", query: "view=me", there: ".steps" }, ...parts.map(({ part, there }) => ({ name: `me-${part}`, query: `view=me&part=${part}`, there }))] },
    { persona: "admin", pages: [{ name: "admin", query: "view=authorities&authority=mallila&part=admin", there: ".official" }] },
  ];
  for (const { persona, pages } of visits)
    test(`accessibility: people and authorities, ${persona || "signed out"}, sv`, async ({ page, context, server }) => {
      if (persona) await signIn(context, server, persona);
      const found: string[] = [];
      const look = (name: string) => looked(page, `${name}-sv`).catch((error: unknown) => found.push(`${name}: ${String(error)}`));
      await page.goto(`${home(server)}/sv/kartta?${view}&${pages[0]?.query ?? ""}`);
      await firstMap(page);
      for (const { name, query, there } of pages) {
        await page.evaluate((query) => {
          history.pushState(null, "", query);
          dispatchEvent(new PopStateEvent("popstate"));
        }, `?${view}&${query}`);
        await page.locator(there).first().waitFor();
        await opened(page);
        await look(name);
      }
      if (persona === "admin") {
        // An authority's name comes from the service, which must not go by the browser's language.
        await page.locator(".account-button").press("Enter");
        await page.locator(".account-menu").getByText("Administration: Mallila stad").waitFor();
        await look("account-menu");
      }
      equal(found, [], "what is wrong");
    });
}

/** On the narrowest screens, which are also a page of 1280 zoomed to four times its size, the tabs are there wholly. */
function tabs(): void {
  test("the tabs of the panel fit on narrow phones", async ({ page, server }) => {
    for (const lang of ["fi", "sv", "en"]) {
      await page.setViewportSize({ width: 320, height: 640 });
      await page.goto(`${server.url}/${lang}/kartta`);
      await page.locator(".views a").nth(2).waitFor();
      for (const width of [390, 360, 320]) {
        await page.setViewportSize({ width, height: 640 });
        const tabs = await page.locator(".views a").evaluateAll((all) =>
          all.map((a) => {
            const words = document.createRange();
            words.selectNodeContents(a.querySelector("span") ?? a);
            const [tab, text] = [a.getBoundingClientRect(), words.getBoundingClientRect()];
            return { left: tab.left, right: tab.right, inside: text.left >= tab.left && text.right <= tab.right && text.top >= tab.top && text.bottom <= tab.bottom };
          }),
        );
        equal(tabs.length, 3, "tabs");
        let end = 0;
        for (const [i, { left, right, inside }] of tabs.entries()) {
          ok(left >= end - 0.5 && right <= width, `${lang}, ${width}: tab ${i} is at ${left} to ${right}`);
          ok(inside, `${lang}, ${width}: the words of tab ${i} stick out of it`);
          end = right;
        }
      }
      await firstMap(page);
      await page.screenshot({ path: `artifacts/screenshots/tabs-${lang}-320x640.png` });
    }
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
