import type { Page } from "playwright-core";
import type { NationalMap } from "../src/national/map";
import { looked } from "./accessibility";
import { firstMap } from "./actions";
import { equal, ok, phone, test, testBeside } from "./run";
import type { Town } from "./town";

declare global {
  interface Window {
    nationalMap?: NationalMap;
  }
}

/** Waits until the map in the national grid has drawn everything. */
export async function drawnNational(page: Page): Promise<void> {
  await page.waitForFunction(() => window.nationalMap, null, { timeout: 30_000 });
  await page.evaluate(() => window.nationalMap?.still());
}

/** The page of the map in the national grid. */
export function describeNational(town: Town): void {
  const here = "e=480000&n=6920000&z=11";

  testBeside("the map in the national grid is found from the layers, at the same place, and nobody else fetches its library", async ({ page, server }) => {
    const scripts: string[] = [];
    page.on("request", (request) => request.resourceType() === "script" && scripts.push(new URL(request.url()).pathname));
    const [lon, lat] = town.middle;
    await page.goto(`${server.url}/fi/kartta?z=14&center=${lon},${lat}&view=layers&layers=${town.natura.layer}`);
    await firstMap(page);
    const link = page.getByRole("link", { name: /^Kartta ETRS-TM35FIN-koordinaatistossa/ });
    await link.waitFor();
    ok(!scripts.some((path) => path.includes("/national-")), "the library of the other map is fetched");
    await link.press("Enter");
    await drawnNational(page);
    ok(scripts.some((path) => path.includes("/national-")), "the page has no script");
    const q = new URL(page.url()).searchParams;
    equal(q.get("layers"), town.natura.layer, "the layers in the address");
    ok(await page.getByRole("checkbox", { name: "Natura 2000 -alueet" }).isChecked(), "the layer is not on");
    const back = await page.getByRole("link", { name: "Lupakartta" }).getAttribute("href");
    const [x, y] = (new URL(back ?? "", server.url).searchParams.get("center") ?? "").split(",").map(Number);
    ok(Math.abs((x ?? 0) - lon) < 1e-4 && Math.abs((y ?? 0) - lat) < 1e-4, `the way back leads to ${back}`);
  });

  test("the map in the national grid tells what is there, by mouse and by keyboard", async ({ page, server }) => {
    await page.goto(`${server.url}/fi/etrs-tm35fin?${here}`);
    await drawnNational(page);
    const map = page.getByRole("application", { name: "Kartta" });
    const box = await map.boundingBox();
    ok(box, "no map");
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.getByText("Osoitin: N 6 920 000, E 480 000").waitFor();
    await page.mouse.move(box.x + box.width / 2 + 25, box.y + box.height / 2 - 50); // 4 m to a pixel
    await page.getByText("Osoitin: N 6 920 200, E 480 100").waitFor();
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await page.locator(".national-answer summary").first().waitFor();
    ok((await page.locator(".national-answer dt").count()) > 0, "no attributes");
    await page.getByRole("checkbox", { name: "Asemakaava", exact: true }).focus();
    await page.keyboard.press("Space");
    await drawnNational(page);
    ok((new URL(page.url()).searchParams.get("layers") ?? "").includes("mallila_zoning"), "the address lacks the layer");
    await map.focus();
    const before = Number(new URL(page.url()).searchParams.get("n"));
    await page.keyboard.press("ArrowUp");
    await page.waitForFunction((n) => Number(new URLSearchParams(location.search).get("n")) > n, before);
    await page.keyboard.press("+");
    await page.waitForFunction(() => Number(new URLSearchParams(location.search).get("z")) > 11);
    await page.mouse.move(2, 2);
    await page.getByText(/^Kartan keskipiste: N /).waitFor();
    await page.keyboard.press("Enter");
    await page.locator(".national-answer summary").first().waitFor();
    const kept = page.url();
    await page.reload();
    await drawnNational(page);
    equal(page.url(), kept, "the address after a reload");
    ok(await page.getByRole("checkbox", { name: "Asemakaava", exact: true }).isChecked(), "the layer is off after a reload");
    await looked(page, "national-fi");
  });

  test("the map in the national grid is there in Swedish and on a phone, and says when nothing is there", async ({ page, server }) => {
    await page.goto(`${server.url}/sv/etrs-tm35fin?e=300000&n=7200000&z=9&layers=`);
    await drawnNational(page);
    await page.getByRole("heading", { level: 1, name: "Karta i koordinatsystemet ETRS-TM35FIN" }).waitFor();
    await page.getByRole("application", { name: "Karta" }).tap();
    await page.getByText("Ingenting av de synliga lagren finns på stället.").waitFor();
    await looked(page, "national-sv");
    await page.getByRole("link", { name: "EN" }).tap();
    await drawnNational(page);
    equal(new URL(page.url()).pathname, "/en/etrs-tm35fin", "the page in English");
    equal(new URL(page.url()).searchParams.get("e"), "300000", "the place after the language was changed");
  }, { size: phone, touch: true });

  test("the map in the national grid says that it could not be opened", async ({ page, server, expectFailures }) => {
    expectFailures();
    await page.route("**/ogc/tileMatrixSets/**", (route) => route.fulfill({ status: 404, contentType: "application/problem+json", body: '{"type":"/api/problems/not-found","title":"-","status":404}' }));
    await page.goto(`${server.url}/fi/etrs-tm35fin`);
    await page.getByRole("alert").filter({ hasText: "Karttaa ei saatu avattua" }).waitFor();
  });
}
