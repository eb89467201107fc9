import type { Page } from "playwright-core";
import { looked } from "./accessibility";
import { firstMap, onScreen, query, still } from "./actions";
import { drawnNational } from "./national";
import { desk, equal, ok, testBeside } from "./run";
import type { Server } from "./server";

/** A layer of points that are gathered at low zooms. */
const stops = "mallila_transit";

interface Stops {
  middle: [number, number];
  count: number;
  below: number;
}

async function stopsOf(server: Server): Promise<Stops> {
  const layer = (await (await fetch(`${server.url}/api/v1/layers/${stops}`)).json()) as { bbox: [number, number, number, number]; feature_count: number; style: { cluster_below: number } };
  const [w, s, e, n] = layer.bbox;
  return { middle: [(w + e) / 2, (s + n) / 2], count: layer.feature_count, below: layer.style.cluster_below };
}

/** The circles on the map and the points that stand for themselves. */
const drawn = (page: Page) =>
  page.evaluate((layer) => {
    const map = window.lupakartta?.map.map;
    const at = (part: string) => (map?.getLayer(`${layer}/${part}`) ? map.queryRenderedFeatures({ layers: [`${layer}/${part}`] }) : []);
    const place = (f: { geometry: GeoJSON.Geometry }) => (f.geometry as GeoJSON.Point).coordinates as [number, number];
    const circles = new Map(at("cluster").map((f) => [place(f).map((c) => c.toFixed(4)).join(), { count: Number(f.properties.point_count), at: place(f), id: f.id }]));
    return { circles: [...circles.values()], alone: new Set(at("mark").map((f) => f.id)).size, gathered: at("mark").filter((f) => "point_count" in f.properties).length };
  }, stops);

const zoom = (page: Page) => page.evaluate(() => window.lupakartta?.map.map.getZoom() ?? 0);

/** Points that lie close together are one on the map. */
export function describeClusters(): void {
  testBeside("points that lie close together are circles with their number, which a click goes closer to, and the keyboard asks what is there", async ({ page, server }) => {
    const { middle, count, below } = await stopsOf(server);
    await page.goto(`${server.url}/fi/kartta?z=10.5&center=${middle.join()}&layers=${stops}`);
    await firstMap(page);
    await still(page);
    const far = await drawn(page);
    const told = far.circles.reduce((sum, c) => sum + c.count, 0) + far.alone;
    equal(told, count, "points on the map");
    ok(far.circles.length > 0 && far.circles.length < count / 4, `${far.circles.length} circles for ${count} points`);
    ok(far.gathered === 0 && far.circles.every((c) => c.id === undefined && c.count > 1), "a circle stands for a feature");
    await looked(page, "clusters-fi");
    await page.setViewportSize(desk);

    await page.getByRole("application").focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => new URLSearchParams(location.search).has("at"));
    equal(await zoom(page), 10.5, "the zoom after asking by keyboard");

    await page.goto(`${server.url}/fi/kartta?z=10.5&center=${middle.join()}&layers=${stops}`);
    await firstMap(page);
    await page.waitForFunction((layer) => (window.lupakartta?.map.map.queryRenderedFeatures({ layers: [`${layer}/cluster`] }).length ?? 0) > 0, stops);
    await still(page);
    let before = await zoom(page);
    for (let clicks = 0; clicks < 4; clicks++) {
      const { circles } = await drawn(page);
      const spots = await Promise.all(circles.map(async (c) => ({ ...c, ...(await onScreen(page, c.at)) })));
      const view = page.viewportSize() ?? { width: 0, height: 0 };
      const clear = spots.filter(({ x, y }) => x > 460 && x < view.width - 90 && y > 90 && y < view.height - 90).sort((a, b) => b.count - a.count)[0];
      if (!clear) break;
      await page.mouse.click(clear.x, clear.y);
      await page.waitForFunction((z) => (window.lupakartta?.map.map.getZoom() ?? 0) > z, before);
      await still(page);
      const after = await zoom(page);
      ok(after <= below && (after - before >= 2 || after === below) && after - before <= 3, `from zoom ${before} to ${after}`);
      ok(!query(page).has("at"), "the click asked what is there too");
      before = after;
    }
    equal(before, below, "the zoom at the end");
    const near = await drawn(page);
    ok(near.circles.length === 0 && near.alone > 0, `${near.circles.length} circles and ${near.alone} points where none are gathered`);
  });

  testBeside("the legend and the printed map say what a circle with a number means", async ({ page, server }) => {
    const { middle } = await stopsOf(server);
    const means = "Monta kohdetta lähekkäin: luku kertoo, montako";
    await page.goto(`${server.url}/fi/kartta?z=10.5&center=${middle.join()}&layers=${stops}&view=layers`);
    await firstMap(page);
    await page.getByRole("main").getByText(means).first().waitFor({ state: "attached" });
    await page.goto(`${server.url}/fi/kartta?z=10.5&center=${middle.join()}&layers=${stops}&print=1`);
    await page.locator(".sheet[aria-busy=false] img").waitFor({ timeout: 120_000 });
    await page.locator(".sheet-legend").getByText(means).waitFor();
    await page.goto(`${server.url}/fi/kartta?z=15&center=${middle.join()}&layers=${stops}&print=1`);
    await page.locator(".sheet[aria-busy=false] img").waitFor({ timeout: 120_000 });
    equal(await page.locator(".sheet-legend").getByText(means).count(), 0, "circles explained where there are none");
  });

  testBeside("in the national grid a click goes closer to points that are one, until they are parted", async ({ page, server }) => {
    const { below, middle: [lon, lat] } = await stopsOf(server);
    await page.goto(`${server.url}/fi/etrs-tm35fin?layers=${stops}&z=8`);
    await drawnNational(page);
    await page.evaluate(([lon, lat]) => {
      const map = window.nationalMap;
      const [e, n] = map?.at(lon as number, lat as number) ?? [0, 0];
      map?.look({ e, n, z: 7.4 });
    }, [lon, lat]);
    await drawnNational(page);
    await looked(page, "clusters-national-fi");
    await page.setViewportSize(desk);
    await drawnNational(page);
    const box = await page.getByRole("application", { name: "Kartta" }).boundingBox();
    ok(box, "no map");
    for (let clicks = 0; clicks < 5; clicks++) {
      const circles = await page.evaluate((id) => window.nationalMap?.circles(id), stops);
      const largest = circles?.filter(({ x, y }) => x > 80 && y > 80 && x < box.width - 80 && y < box.height - 80).sort((a, b) => b.count - a.count)[0];
      if (!largest) break;
      const before = await page.evaluate(() => window.nationalMap?.resolution ?? 0);
      await page.mouse.click(box.x + largest.x, box.y + largest.y);
      await page.waitForFunction((r) => (window.nationalMap?.resolution ?? r) < r, before);
      await drawnNational(page);
    }
    const end = await page.evaluate(() => window.nationalMap?.resolution ?? 0);
    equal(end, 8192 / 2 ** (below - 3), "metres to a pixel at the end");
  });
}
