import type { Page } from "playwright-core";
import { again } from "../src/map/live";
import { firstMap } from "./actions";
import { equal, ok, test } from "./run";
import type { Server } from "./server";
import type { Town } from "./town";

/** Far longer than the two seconds that are promised: the machine of the tests has much to do. */
const patience = 30_000;

/** How often a roadwork is drawn at a point of the ground. */
const drawn = (page: Page, at: [number, number]) =>
  page.evaluate(([lon, lat]) => {
    const map = window.lupakartta?.map.map;
    const { x, y } = map?.project([lon, lat]) ?? { x: -1, y: -1 };
    return new Set(map?.queryRenderedFeatures([x, y]).filter((f) => f.sourceLayer === "live_roadworks").map((f) => f.id)).size;
  }, at);

/** Waits until every page draws so many roadworks at the points, and returns the milliseconds that the slowest took. */
async function shows(pages: readonly Page[], what: string, ...wanted: readonly [at: [number, number], count: number][]): Promise<number> {
  const began = Date.now();
  while (Date.now() - began < patience) {
    const counts = await Promise.all(pages.flatMap((page) => wanted.map(async ([at, count]) => (await drawn(page, at)) === count)));
    if (counts.every(Boolean)) return Date.now() - began;
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error(`${what}: not shown within ${patience / 1000} s`);
}

const shape = ([lon, lat]: [number, number]) => `st_buffer(st_transform(st_setsrid(st_makepoint(${lon}, ${lat}), 4326), 3067), 15)`;

/** What changes in the database changes on every open page. */
export function describeLive(town: Town): void {
  const [lon, lat] = town.middle;
  const here: [number, number] = [lon + 0.0005, lat + 0.0005];
  const there: [number, number] = [lon - 0.0015, lat - 0.0006];
  const mark = "e2e";
  const work = (server: Server, sql: string) => server.sql(sql.replaceAll("{here}", shape(here)).replaceAll("{there}", shape(there)));

  test("a roadwork added, moved and removed appears, moves and vanishes on a second open page", async ({ page, context, server }) => {
    if (!server.ownDatabase) return;
    const address = `${server.url}/fi/kartta?z=16.5&center=${lon},${lat}&layers=live_roadworks`;
    const second = await context.newPage();
    const pages = [page, second];
    for (const p of pages) {
      await p.goto(address);
      await firstMap(p);
    }
    await shows(pages, "nothing at first", [here, 0], [there, 0]);
    const took: number[] = [];
    await work(server, `insert into roadworks (kind, geom, what, traffic, starts, ends, permit) values ('pipes', {here}, '{"fi": "Koetyö", "sv": "Provarbete", "en": "Test work"}', 'closed', '2026-01-01', '2026-12-31', '${mark}')`);
    took.push(await shows(pages, "added", [here, 1], [there, 0]));
    await page.screenshot({ path: "artifacts/screenshots/live.png" });
    await work(server, `update roadworks set geom = {there} where permit = '${mark}'`);
    took.push(await shows(pages, "moved", [here, 0], [there, 1]));
    await second.evaluate(([x, y]) => window.lupakartta?.map.map.fire("click", { lngLat: { lng: x, lat: y }, point: { x: 0, y: 0 } } as never), there);
    await second.locator("details.feature").filter({ hasText: "Koetyö" }).waitFor();
    await work(server, `update roadworks set what = '{"fi": "Toinen työ", "sv": "Annat arbete", "en": "Other work"}' where permit = '${mark}'`);
    await second.locator("details.feature").filter({ hasText: "Toinen työ" }).waitFor(); // what is told of the place follows
    await work(server, `update roadworks set audience = '{}' where permit = '${mark}'`);
    took.push(await shows(pages, "hidden", [here, 0], [there, 0]));
    await work(server, `update roadworks set audience = '{public}' where permit = '${mark}'`);
    took.push(await shows(pages, "shown again", [there, 1]));
    await work(server, `delete from roadworks where permit = '${mark}'`);
    took.push(await shows(pages, "removed", [here, 0], [there, 0]));
    console.log(JSON.stringify({ note: "milliseconds until a change was drawn on both pages", took }));
    ok(took.length === 5, "not every change was looked at");
    await second.close();
  });

  test("many pages of one browser share one stream of changes: the seventh still loads, and all follow when the one that held it is gone", async ({ page, context, server }) => {
    if (!server.ownDatabase) return;
    const streams = new Set<Page>();
    context.on("request", (request) => request.url().includes("/tiles/changes") && streams.add(request.frame().page()));
    const address = `${server.url}/fi/kartta?z=16.5&center=${lon},${lat}&layers=live_roadworks`;
    const pages = [page];
    while (pages.length < 7) pages.push(await context.newPage());
    for (const p of pages) {
      await p.setViewportSize({ width: 500, height: 400 });
      await p.goto(address);
      await firstMap(p);
    }
    await shows(pages, "nothing at first", [here, 0], [there, 0]);
    const add = (at: string) => work(server, `insert into roadworks (kind, geom, what, traffic, starts, ends, permit) values ('pipes', ${at}, '{"fi": "Koetyö", "sv": "Provarbete", "en": "Test work"}', 'closed', '2026-01-01', '2026-12-31', 'shared')`);
    await add("{here}");
    await shows(pages, "added", [here, 1]);
    equal(streams.size, 1, "pages that hold a stream");
    const look = (p: Page | undefined, state: string) => p?.evaluate((state) => {
      Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, state);
    // What a page asks for a second time after a change (map/live.ts) would tell it of the next one.
    await pages.at(-1)?.evaluate(async (ms) => {
      const pass = (ms: number) => new Promise((done) => setTimeout(done, ms));
      await pass(ms);
      while (!window.lupakartta?.map.map.areTilesLoaded()) await pass(20);
    }, again + 100);
    await look(pages.at(-1), "hidden");
    const [holder] = streams;
    await holder?.close();
    const rest = pages.filter((p) => p !== holder);
    await work(server, "update roadworks set geom = {there} where permit = 'shared'");
    await shows(rest.slice(0, -1), "moved", [here, 0], [there, 1]);
    equal(streams.size, 2, "pages that have held a stream");
    equal(await drawn(rest.at(-1) as Page, there), 0, "a page that is not seen follows");
    await look(rest.at(-1), "visible");
    await shows(rest, "seen again", [here, 0], [there, 1]);
    await work(server, "delete from roadworks where permit = 'shared'");
    await shows(rest, "removed", [here, 0], [there, 0]);
    for (const p of rest) if (p !== page) await p.close();
  }, { coarse: true });
}
