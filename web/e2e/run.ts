import { mkdir } from "node:fs/promises";
import { type Browser, type BrowserContext, type Page, chromium } from "playwright-core";
import { home } from "./persona";
import type { Server } from "./server";

export const desk = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

/** What one test gets: a page in a fresh profile, watched for whatever must not happen. */
export interface Bench {
  page: Page;
  context: BrowserContext;
  server: Server;
  /** Says that failed requests belong to this test. */
  expectFailures: () => void;
}

interface Options {
  size?: { width: number; height: number };
  touch?: boolean;
  /** Things move as they do for most people; otherwise all is at once where it is going. */
  motion?: boolean;
  /** The map is drawn with a quarter of its pixels, where nobody looks at it: drawing it is most of the work of a page. */
  coarse?: boolean;
}

type Body = (bench: Bench) => Promise<void>;

interface Test {
  name: string;
  body: Body;
}

/** Tests that share a page. */
export interface Round {
  open?: Body;
  tests: readonly Test[];
  options: Options;
}

let rounds: Round[] = [];

/** The tests that are described. */
export function described(describe: () => void): readonly Round[] {
  rounds = [];
  describe();
  return rounds;
}

export function test(name: string, body: Body, options: Options = {}): void {
  rounds.push({ tests: [{ name, body }], options });
}

/** A test of what is done beside the map. */
export function testBeside(name: string, body: Body, options: Options = {}): void {
  test(name, body, { coarse: true, ...options });
}

/** Tests that go on in one page, as opening it is what takes long; after one that failed the page is opened anew. */
export function inOnePage(open: Body, tests: readonly Test[], options: Options = {}): void {
  rounds.push({ open, tests, options });
}

/**
 * What the browser goes without: the list of the library, which ours replaces, and the pages behind the address bar,
 * which each new window would load and nobody sees: a quarter of the work of opening a page.
 */
const without = [
  "AvoidUnnecessaryBeforeUnloadCheckSync", "BoundaryEventDispatchTracksNodeRemoval", "DestroyProfileOnBrowserClose", "DialMediaRouteProvider", "GlobalMediaControls", "HttpsUpgrades",
  "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning", "Translate", "AutoDeElevate", "RenderDocument", "OptimizationHints",
  "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup",
];

export async function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic",
      "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
      `--disable-features=${without.join(",")}`,
      "--disable-gpu-compositing", // without a graphics processor, to put the page together by one costs a third more
    ],
  });
}

/** Runs the tests one after another and prints a line for each; returns how many failed. */
export async function run(server: Server, rounds: readonly Round[], only = ""): Promise<number> {
  await mkdir("artifacts/screenshots", { recursive: true });
  const browser = await launch();
  let failed = 0;
  for (const { open, tests, options } of rounds) {
    let watched: Watched | null = null;
    for (const { name, body } of tests.filter((t) => t.name.includes(only))) {
      const began = Date.now();
      const bodies: readonly Body[] = !watched && open ? [open, body] : [body];
      watched ??= await opened(browser, server, options);
      const error = await watched.hold(name, bodies);
      if (error) {
        failed++;
        await watched.close();
        watched = null;
      }
      console.log(JSON.stringify({ test: name, ok: !error, ms: Date.now() - began, ...(error ? { error } : {}) }));
    }
    await watched?.close();
  }
  await browser.close();
  return failed;
}

/** A page, and all that went wrong in it. */
interface Watched {
  hold: (name: string, bodies: readonly Body[]) => Promise<string>;
  close: () => Promise<void>;
}

async function opened(browser: Browser, server: Server, { size = desk, touch = false, motion = false, coarse = false }: Options): Promise<Watched> {
  const context = await browser.newContext({
    viewport: size, hasTouch: touch, isMobile: touch, locale: "fi-FI", reducedMotion: motion ? "no-preference" : "reduce", permissions: ["clipboard-read", "clipboard-write"],
  });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const wrong: string[] = [];
  let failures = false;
  const own = [server.url, home(server)].map((address) => new URL(address).origin); // this machine by both its names
  page.on("console", (message) => {
    if (message.type() !== "error" && message.type() !== "warning") return;
    if (/GPU stall due to ReadPixels/.test(message.text())) return; // software rendering, when a screenshot is taken
    if (failures && /Failed to load resource/.test(message.text())) return;
    wrong.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => wrong.push(`page error: ${error.message}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && !own.includes(url.origin)) wrong.push(`request to another host: ${url.href}`);
  });
  if (coarse) await page.addInitScript(() => Object.defineProperty(window, "devicePixelRatio", { get: () => 0.5 }));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => console.error(`security policy: ${event.violatedDirective} ${event.blockedURI}`));
  });
  const bench = { page, context, server, expectFailures: () => (failures = true) };
  const hold = async (name: string, bodies: readonly Body[]) => {
    failures = false;
    try {
      for (const body of bodies) await body(bench);
      return wrong.splice(0).join("\n");
    } catch (error) {
      await page.screenshot({ path: `artifacts/screenshots/failed-${name.replaceAll(/\W+/g, "-")}.png` }).catch(() => undefined);
      return [error instanceof Error ? (error.stack ?? error.message) : String(error), ...wrong].join("\n");
    }
  };
  return { hold, close: () => context.close() };
}

export function equal<T>(got: T, want: T, what: string): void {
  if (JSON.stringify(got) !== JSON.stringify(want)) throw new Error(`${what}: got ${JSON.stringify(got)}, want ${JSON.stringify(want)}`);
}

export function ok(value: unknown, what: string): asserts value {
  if (!value) throw new Error(what);
}
