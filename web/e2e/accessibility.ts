import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { firstMap, goTo, quiet, still } from "./actions";
import { home, signIn } from "./persona";
import { type Bench, desk, equal, inOnePage, ok, phone, test } from "./run";
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
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source);
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run: (context: object, options: object) => Promise<{ violations: Violation[] }> } };
    return (await axe.run({ exclude: [["#map-root canvas"]] }, { resultTypes: ["violations"] })).violations;
  });
  return violations.flatMap((v) => v.nodes.map((n) => `${where}: ${v.id}: ${v.help}: ${n.html.slice(0, 160)} ${n.failureSummary ?? ""}`));
}

/** A state of the page: how it is come to, what shows that it is there, and how it is left where the address does not say it. */
export interface State {
  name: string;
  query: string;
  act?: (page: Page) => Promise<unknown>;
  leave?: (page: Page) => Promise<unknown>;
  /** Failed requests belong to it. */
  fails?: boolean;
}

interface Tour {
  what: string;
  lang: "fi" | "sv";
  /** The query that the page is opened with. */
  start: string;
  before?: (bench: Bench) => Promise<unknown>;
}

/** Goes through states of one page, first on a desk, then on a phone: no violation, and pictures to be looked at. */
export function tour({ what, lang, start, before }: Tour, states: readonly State[]): void {
  const tests = [desk, phone].flatMap((size) =>
    states.map(({ name, query, act, leave, fails }) => ({
      name: `accessibility: ${what}: ${name}, ${lang}, ${size.width}`,
      body: async ({ page, expectFailures }: Bench) => {
        if (fails) expectFailures();
        await page.setViewportSize(size);
        await goTo(page, "view=list"); // whatever was open is closed
        await goTo(page, query);
        await act?.(page);
        equal(await faults(page, `${name}-${lang}`, size), [], "what is wrong");
        await leave?.(page);
      },
    })),
  );
  const open = async (bench: Bench) => {
    await before?.(bench);
    await bench.page.goto(`${home(bench.server)}/${lang}/kartta?${start}`);
    await firstMap(bench.page);
  };
  inOnePage(open, tests, { coarse: lang === "sv" });
}

/** The states of the map's page, in Finnish and Swedish. */
export function accessibility(town: Town): void {
  const [lon, lat] = town.middle;
  const natura = `${(town.natura.bbox[0] + town.natura.bbox[2]) / 2},${(town.natura.bbox[1] + town.natura.bbox[3]) / 2}`;
  const view = `z=15&center=${lon},${lat}`;
  const dark = (page: Page) => page.locator(".dark-map input").press("Space");
  const list: State[] = [
    { name: "home", query: view, act: (page) => page.locator(".place-form").waitFor() },
    { name: "layers", query: `${view}&view=layers&layers=${town.natura.layer}`, act: (page) => page.locator(".facts summary").first().click() },
    {
      name: "dark", query: `${view}&view=layers&layers=${town.natura.layer}`, leave: dark,
      act: async (page) => {
        await dark(page);
        await page.locator("html[data-dark-map]").waitFor();
      },
    },
    {
      name: "print", query: `${view}&layers=${town.natura.layer}`,
      leave: (page) => page.keyboard.press("Escape"),
      act: async (page) => {
        await page.locator("#print-map").press("Enter");
        await page.locator(".sheet[aria-busy=false] img").waitFor({ timeout: 120_000 });
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
      name: "search", query: view, leave: (page) => page.locator(".search .field-clear").click(),
      act: async (page) => {
        await page.locator("#search").fill(town.street.title);
        await page.getByRole("option").first().waitFor();
        await page.locator("#search").press("ArrowDown");
      },
    },
    {
      name: "drawing", query: view, leave: (page) => page.locator(".under-way .actions button").last().click(),
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
      name: "requirements", query: `${view}&view=requirements`,
      act: async (page) => {
        await corners(page, natura.split(",").reverse().join(" "));
        await page.locator(".requirements article").first().waitFor();
        await page.locator(".requirements details").evaluateAll((all) => all.forEach((d) => ((d as HTMLDetailsElement).open = true)));
      },
    },
    {
      name: "requirements-refused", query: `${view}&view=requirements`, fails: true,
      act: async (page) => {
        await corners(page, "480000 6920000\n480200 6920200\n480200 6920000\n480000 6920200");
        await page.locator(".requirements .note-error li").waitFor();
      },
    },
    {
      name: "refused", query: view, fails: true,
      act: async (page) => {
        await corners(page, "480000 6920000\n480200 6920200\n480200 6920000\n480000 6920200");
        await page.locator(".place-card .actions button").first().click();
        await page.locator(".findings .note-error").waitFor();
      },
    },
  ];
  for (const lang of ["fi", "sv"] as const) tour({ what: "the map", lang, start: view }, list);
  people();
  tabs();
}

/** The pages about people and authorities, which their own tests look at in Finnish. Each persona signs in once. */
function people(): void {
  const unfolded = (there: string) => async (page: Page) => {
    await page.locator(there).first().waitFor();
    await page.locator(".panel details").evaluateAll((all) => all.forEach((d) => ((d as HTMLDetailsElement).open = true)));
  };
  const of = (name: string, query: string, there: string): State => ({ name, query: `${quiet}&${query}`, act: unfolded(there) });
  const admin = "view=authorities&authority=mallila&part=admin";
  const [lang, start] = ["sv", quiet] as const;
  tour({ what: "people and authorities, signed out", lang, start }, [
    of("sign-in", "sign-in=ways", ".way"), of("me-signed-out", "view=me", ".way"), of("authorities", "view=authorities", ".rows .row"),
    of("authority", "view=authorities&authority=mallila_environment", ".competences"), of("admin-signed-out", admin, ".way"), of("batches-signed-out", "part=batches", ".way"),
    of("rules", "view=rules", ".rows .row"), of("rule", "view=rules&rule=natura_near", ".rule-facts"), of("proposals-signed-out", "view=rules&part=proposals", ".way"),
  ]);
  const parts = { profile: "#profile-email", acting: ".principal", mandates: "details.place-form", sessions: ".cards .tag", tokens: "#token-form", looks: ".look" };
  tour({ what: "people and authorities, organiser", lang, start, before: ({ context, server }) => signIn(context, server, "organiser") }, [
    of("me", "view=me", ".steps"), of("batches", "part=batches", ".drop"), ...Object.entries(parts).map(([part, there]) => of(`me-${part}`, `view=me&part=${part}`, there)),
  ]);
  tour({ what: "people and authorities, admin", lang, start, before: ({ context, server }) => signIn(context, server, "admin") }, [
    of("admin", admin, ".official"),
    {
      // An authority's name comes from the service, which must not go by the browser's language.
      name: "account-menu", query: `${quiet}&${admin}`, leave: (page) => page.keyboard.press("Escape"),
      act: async (page) => {
        await unfolded(".official")(page);
        await page.locator(".account-button").press("Enter");
        await page.locator(".account-menu").getByText("Administration: Mallila stad").waitFor();
      },
    },
  ]);
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

/**
 * Takes a picture of the page at both sizes, and fails where a rule is broken or something does not fit. It begins with
 * the size that the page has and leaves it at the other: the map is drawn anew for each.
 */
export async function looked(page: Page, name: string): Promise<void> {
  const found: string[] = [];
  for (const size of page.viewportSize()?.width === phone.width ? [phone, desk] : [desk, phone]) {
    await page.setViewportSize(size);
    found.push(...(await faults(page, name, size)));
  }
  if (found.length > 0) throw new Error(found.join("\n"));
}

/** Takes a picture of the page, which has that size, and tells what is wrong in it. */
async function faults(page: Page, name: string, { width, height }: { width: number; height: number }): Promise<string[]> {
  await still(page);
  await page.screenshot({ path: `artifacts/screenshots/${name}-${width}x${height}.png` });
  const found = await axe(page, `${width}x${height}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  if (wide > width) found.push(`the page is ${wide} wide on a screen of ${width}`);
  return [...found, ...(await cut(page))];
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
