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
}

type Body = (bench: Bench) => Promise<void>;
const tests: { name: string; body: Body; options: Options }[] = [];

export function test(name: string, body: Body, options: Options = {}): void {
  tests.push({ name, body, options });
}

export async function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic",
      "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
    ],
  });
}

/** Runs the tests one after another and prints a line for each; returns how many failed. */
export async function run(server: Server, only?: string): Promise<number> {
  await mkdir("artifacts/screenshots", { recursive: true });
  const browser = await launch();
  let failed = 0;
  for (const { name, body, options } of tests) {
    if (only && !name.includes(only)) continue;
    const began = Date.now();
    const error = await one(browser, server, name, body, options);
    if (error) failed++;
    console.log(JSON.stringify({ test: name, ok: !error, ms: Date.now() - began, ...(error ? { error } : {}) }));
  }
  await browser.close();
  return failed;
}

async function one(browser: Browser, server: Server, name: string, body: Body, { size = desk, touch = false }: Options): Promise<string> {
  const context = await browser.newContext({ viewport: size, hasTouch: touch, isMobile: touch, locale: "fi-FI", permissions: ["clipboard-read", "clipboard-write"] });
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
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => console.error(`security policy: ${event.violatedDirective} ${event.blockedURI}`));
  });
  try {
    await body({ page, context, server, expectFailures: () => (failures = true) });
    return wrong.join("\n");
  } catch (error) {
    await page.screenshot({ path: `artifacts/screenshots/failed-${name.replaceAll(/\W+/g, "-")}.png` }).catch(() => undefined);
    return [error instanceof Error ? (error.stack ?? error.message) : String(error), ...wrong].join("\n");
  } finally {
    await context.close();
  }
}

export function equal<T>(got: T, want: T, what: string): void {
  if (JSON.stringify(got) !== JSON.stringify(want)) throw new Error(`${what}: got ${JSON.stringify(got)}, want ${JSON.stringify(want)}`);
}

export function ok(value: unknown, what: string): asserts value {
  if (!value) throw new Error(what);
}
