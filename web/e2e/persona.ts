import type { BrowserContext, Page } from "playwright-core";
import type { Server } from "./server";

/** The service's address as its cookies and its sign-in provider know it. */
export const home = (server: Server) => server.url.replace("127.0.0.1", "localhost");

/** Signs a persona in by the demo's short way. The service takes only so many sign-ins in a minute. */
export async function signIn(context: BrowserContext, server: Server, persona: string): Promise<void> {
  const end = Date.now() + 90_000;
  for (;;) {
    const answer = await context.request.post(`${home(server)}/demo/session`, { data: { persona } });
    if (answer.ok()) return;
    if (answer.status() !== 429 || Date.now() > end) throw new Error(`signing in as ${persona}: ${answer.status()} ${await answer.text()}`);
    await new Promise((done) => setTimeout(done, 3000));
  }
}

/** Forgets who is signed in. The page is left before: it would ask for what it shows and be refused. */
export async function forget(page: Page): Promise<void> {
  await page.goto("about:blank");
  await page.context().clearCookies();
}

/** Asks the API as whoever is signed in there. */
export async function ask<T>(context: BrowserContext, server: Server, method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE", path: string, data?: object, headers: Record<string, string> = {}): Promise<T> {
  const answer = await context.request.fetch(home(server) + path, { method, data, headers });
  if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
  return (answer.status() === 204 ? undefined : await answer.json()) as T;
}
