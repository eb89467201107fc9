import { colours, drawn, firstMap, onScreen, overlay, query, still } from "./actions";
import { equal, ok, phone, test } from "./run";
import type { Town } from "./town";

/** The map, its layers, what is where, the search and the list. */
export function describeMap(town: Town): void {
  const [lon, lat] = town.middle;
  const page_ = (view = "", zoom = 14.5) => `/fi/kartta?z=${zoom}&center=${lon},${lat}${view}`;

  test("the map draws water, streets and units", async ({ page, server }) => {
    await page.goto(`${server.url}/fi/kartta?z=15&center=${town.water.join(",")}`);
    await firstMap(page);
    const water = await onScreen(page, town.water);
    const [drawn] = await colours(page, [water]);
    ok(drawn && drawn[2] > drawn[0] + 20, `the lake is not blue: ${drawn?.join(",")}`);
    await page.goto(server.url + page_("", 15));
    await firstMap(page);
    const shown = await page.evaluate(() => [...new Set(window.lupakartta?.map.map.queryRenderedFeatures().map((f) => f.layer.metadata as Record<string, string> | undefined).map((m) => m?.["lupakartta:layer"]))]);
    for (const theme of ["street", "property", "building", "land"]) ok(shown.some((id) => id?.includes(theme)), `nothing drawn of ${theme}: ${shown.join(", ")}`);
    await page.screenshot({ path: "artifacts/screenshots/map.png" });
  });

  test("a layer is turned on, its patterns are drawn, and the address keeps it", async ({ page, server }) => {
    const [w, s, e, n] = town.natura.bbox;
    await page.goto(`${server.url}/fi/kartta?z=13&center=${(w + e) / 2},${(s + n) / 2}&view=layers`);
    await firstMap(page);
    const label = page.locator("label").filter({ hasText: "Natura" }).first();
    await Promise.all([page.waitForResponse((r) => r.url().includes("/tiles/") && r.url().includes(town.natura.layer) && r.ok()), label.click()]);
    await still(page);
    ok(query(page).get("layers")?.split(",").includes(town.natura.layer), "the address lacks the layer");
    const pattern = await page.evaluate((id) => window.lupakartta?.map.map.queryRenderedFeatures({ layers: [`${id}/pattern`] }).length, town.natura.layer);
    ok((pattern ?? 0) > 0, "no pattern is drawn");
    await page.reload();
    await firstMap(page);
    ok(await page.getByRole("checkbox", { name: /Natura/ }).first().isChecked(), "not on after a reload");
    await label.click();
    equal(query(page).get("layers"), null, "layers in the address when all are as their recipes say");
  });

  test("layers are found by words and narrowed to those shown", async ({ page, server }) => {
    await page.goto(server.url + page_("&view=layers"));
    await firstMap(page);
    const field = page.getByRole("searchbox", { name: "Hae karttatasoa" });
    const boxes = page.locator(".layer-group").getByRole("checkbox");
    await boxes.first().waitFor();
    const all = await boxes.count();
    await field.fill("NATÜRA");
    await page.getByRole("status").filter({ hasText: /taso löytyi|tasoa löytyi/ }).waitFor({ state: "attached" });
    ok((await boxes.count()) < all, "the list is as long as before");
    await page.getByRole("checkbox", { name: /Natura/ }).first().waitFor();
    await field.fill("xyzzyplugh");
    await page.locator(".note").getByText("Haulla ”xyzzyplugh” ei löytynyt karttatasoja.").waitFor();
    await page.getByRole("button", { name: "Näytä kaikki tasot" }).press("Enter");
    await boxes.nth(all - 1).waitFor();
    ok(await field.evaluate((input) => input === document.activeElement), "the focus is lost");
    await field.fill("melu");
    await field.press("Escape");
    equal(await field.inputValue(), "", "the words after Escape");
    await boxes.nth(all - 1).waitFor();
    const shown = await page.locator(".layer-group").getByRole("checkbox", { checked: true }).count();
    await page.getByRole("button", { name: "Vain näkyvissä olevat" }).click();
    equal(await boxes.count(), shown, "layers that are shown");
    await page.locator(".layer-group label").first().click();
    equal(await boxes.count(), shown, "layers listed after one was turned off");
    await page.getByRole("button", { name: "Vain näkyvissä olevat" }).click();
    equal(await boxes.count(), all, "all layers again");
  });

  test("the dark map is asked for, keeps what is shown, and is remembered", async ({ page, server }) => {
    const [w, s, e, n] = town.natura.bbox;
    const reserve: [number, number] = [(w + e) / 2, (s + n) / 2];
    await page.goto(`${server.url}/fi/kartta?z=14&center=${reserve.join(",")}&view=layers&layers=${town.natura.layer}`);
    await firstMap(page);
    await still(page);
    const edge = { x: 900, y: 500 };
    const brightness = async () => {
      await still(page);
      const points = Array.from({ length: 40 }, (_, i) => ({ x: edge.x + (i % 8) * 50 - 200, y: edge.y + Math.floor(i / 8) * 60 - 120 }));
      const seen = await colours(page, points);
      return seen.flat().reduce((sum, part) => sum + part, 0) / seen.length / 3;
    };
    const looks = () => page.evaluate(() => JSON.stringify([window.lupakartta?.map.camera, window.lupakartta?.map.map.getLayersOrder()]));
    const [before, light] = [await looks(), await brightness()];
    const address = page.url();
    await page.evaluate(() => document.body.setAttribute("data-same", ""));
    const control = page.getByRole("checkbox", { name: "Tumma kartta" });
    await control.press("Space");
    await page.locator("html[data-dark-map]").waitFor();
    const night = await brightness();
    ok(light > 150 && night < 90, `brightness of the light map ${light}, of the dark one ${night}`);
    equal(await looks(), before, "camera and layers");
    equal(page.url(), address, "the address");
    ok(await page.locator("body[data-same]").count(), "the page was loaded anew");
    await page.getByRole("link", { name: "Tarkista paikka" }).click();
    await page.getByRole("button", { name: /^Suorakulmio/ }).click();
    await page.locator("canvas.drawing").waitFor();
    await page.waitForTimeout(400);
    await page.mouse.click(edge.x - 60, edge.y - 40);
    await page.waitForTimeout(350);
    await page.mouse.move(edge.x, edge.y);
    await page.mouse.click(edge.x + 60, edge.y + 40);
    await drawn(page, "place");
    await still(page);
    await page.screenshot({ path: "artifacts/screenshots/dark-place.png" });
    await page.goto(address);
    await firstMap(page);
    ok((await brightness()) < 90, "not dark after a reload");
    await control.press("Space");
    await page.locator("html:not([data-dark-map])").waitFor();
    ok(Math.abs((await brightness()) - light) < 8, "the light map did not come back");
    await page.reload();
    await firstMap(page);
    ok((await brightness()) > 150, "dark after it was turned off");
  });

  test("a click tells what is there, top layer first, and lights it", async ({ page, server }) => {
    await page.goto(server.url + page_("", 16));
    await firstMap(page);
    const [w, s, e, n] = town.unit.bbox;
    const { x, y } = await onScreen(page, [(w + e) / 2, (s + n) / 2]);
    await page.mouse.click(x, y);
    await page.getByRole("heading", { name: "Mitä tässä on" }).waitFor();
    await page.getByText("Kiinteistötunnus", { exact: true }).first().waitFor({ state: "attached" });
    ok(query(page).get("at"), "the point is not in the address");
    await page.waitForFunction(() => document.querySelectorAll("details.feature[open]").length === 1);
    ok((await overlay(page, "highlight")).length === 1, "nothing is lit on the map");
    await page.getByRole("button", { name: "Takaisin" }).click();
    await page.getByRole("heading", { name: "Tarkista paikka" }).waitFor();
    equal(query(page).get("at"), null, "the point after going back");
    await page.goBack();
    await page.getByRole("heading", { name: "Mitä tässä on" }).waitFor();
  });

  test("the keyboard moves the map and asks what is in its middle", async ({ page, server }) => {
    await page.goto(server.url + page_("", 16));
    await firstMap(page);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter"); // "Siirry karttaan"
    await page.waitForFunction(() => document.activeElement?.tagName === "CANVAS");
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction((from) => Math.abs(Number(new URL(location.href).searchParams.get("center")?.split(",")[0]) - from) > 0.0005, lon);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Mitä tässä on" }).waitFor();
  });

  test("search finds an address, a property unit and coordinates", async ({ page, server }) => {
    await page.goto(`${server.url}/fi/kartta`);
    await firstMap(page);
    const field = page.getByRole("combobox", { name: /Hae osoitteella/ });
    await field.fill(town.street.title);
    const list = page.getByRole("listbox", { name: /Hae osoitteella/ });
    await list.getByRole("option").first().waitFor();
    await field.press("ArrowDown");
    equal(await list.getByRole("option").first().getAttribute("aria-selected"), "true", "the first option after the arrow");
    await field.press("Enter");
    await page.getByRole("heading", { name: "Mitä tässä on" }).waitFor();
    await still(page);

    await field.fill(town.unit.title);
    await list.getByRole("option", { name: new RegExp(`^${town.unit.title}`) }).first().click();
    await page.getByRole("heading", { name: "Mitä tässä on" }).waitFor();
    equal(query(page).get("feature"), `${town.unit.layer}:${town.unit.feature_id}`, "the unit in the address");
    await page.waitForFunction((title) => document.querySelector("details.feature[open] summary b")?.textContent === title, town.unit.title);

    for (const typed of ["6920000, 480000", "62.41, 26.61", "62°24'36\"N 26°36'36\"E"]) {
      await field.fill(typed);
      await list.getByRole("option").first().waitFor();
      await field.press("ArrowDown");
      await field.press("Enter");
      await page.waitForFunction(() => {
        const at = new URL(location.href).searchParams.get("at")?.split(",").map(Number);
        return at && Math.abs((at[0] ?? 0) - 26.61) < 0.02 && Math.abs((at[1] ?? 0) - 62.41) < 0.02;
      });
      await still(page);
    }
    await field.fill("xyzzyplugh");
    await page.getByText("Haulla ”xyzzyplugh” ei löytynyt mitään.").first().waitFor();
  });

  test("the list follows the map and is used by keyboard alone", async ({ page, server }) => {
    await page.goto(server.url + page_("", 15));
    await firstMap(page);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter"); // "Siirry sisältöön"
    const focused = async (text: string | RegExp, most = 40) => {
      for (let i = 0; i < most; i++) {
        const here = await page.evaluate(() => document.activeElement?.textContent ?? "");
        if (typeof text === "string" ? here.trim() === text : text.test(here)) return;
        await page.keyboard.press("Tab");
      }
      throw new Error(`the focus never came to ${String(text)}`);
    };
    await focused("Luettelo");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Luettelo kartan kohteista" }).waitFor();
    await page.locator(".row").nth(4).waitFor();
    const first = (await page.locator(".row a").first().textContent()) ?? "";
    await focused(first);
    await drawn(page, "highlight");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Kohteen tiedot" }).waitFor();
    await page.goBack();
    const before = await page.locator(".row").count();
    await page.getByRole("button", { name: "Näytä lisää" }).press("Enter");
    await page.waitForFunction((n) => document.querySelectorAll(".row").length > n, before);
    await page.getByLabel("Karttataso", { exact: true }).selectOption({ value: town.unit.layer });
    await page.waitForFunction(() => new URL(location.href).searchParams.has("list"));
    await Promise.all([
      page.waitForResponse((r) => r.url().includes("/api/v1/features")),
      page.evaluate(([w, s, e, n]) => window.lupakartta?.map.fit([w, s, e, n] as never), town.natura.bbox),
    ]);
  });

  test("the language changes and the view stays", async ({ page, server }) => {
    await page.goto(server.url + page_("&view=layers", 14));
    await firstMap(page);
    await page.getByRole("link", { name: "Svenska" }).click();
    await firstMap(page);
    ok(new URL(page.url()).pathname.startsWith("/sv/"), "not in Swedish");
    await page.getByRole("heading", { name: "Kartlager" }).waitFor();
    equal(await page.evaluate(() => document.documentElement.lang), "sv", "the document's language");
    equal(query(page).get("view"), "layers", "the view");
    await page.getByRole("link", { name: "English" }).click();
    await page.getByRole("heading", { name: "Map layers" }).waitFor();
  });

  test("where there is no background the map says so and draws the grid", async ({ page, server }) => {
    await page.goto(`${server.url}/fi/kartta?z=12&center=24.2,66.1`);
    await firstMap(page);
    await still(page);
    const shown = await page.evaluate(() => window.lupakartta?.map.map.queryRenderedFeatures({ layers: ["grid/line", "nothing/name"] }).map((f) => `${f.layer.id} ${String(f.properties.text)}`) ?? []);
    ok(shown.some((d) => d.startsWith("grid/line")), "no grid");
    ok(shown.includes("nothing/name ei taustakarttaa tällä alueella"), "the words are missing");
    await page.screenshot({ path: "artifacts/screenshots/no-background.png" });
  });

  test("on a phone the sheet opens, closes and is dragged", async ({ page, server }) => {
    await page.goto(`${server.url}/fi/kartta`);
    await firstMap(page);
    const panel = page.locator("#panel");
    const height = async () => (await panel.boundingBox())?.height ?? 0;
    await page.getByRole("button", { name: "Suurenna paneeli" }).click();
    await page.waitForFunction(() => document.getElementById("panel")?.dataset.stop === "full");
    await page.getByRole("button", { name: "Pienennä paneeli" }).click();
    await page.waitForFunction(() => document.getElementById("panel")?.dataset.stop === "peek");
    await page.waitForTimeout(300);
    ok((await height()) < 200, "the sheet did not close");
    const grip = await page.locator(".grip").boundingBox();
    ok(grip, "no grip");
    await page.mouse.move(grip.x + grip.width / 2, grip.y + 12);
    await page.mouse.down();
    await page.mouse.move(grip.x + grip.width / 2, grip.y - 120, { steps: 4 });
    await page.mouse.move(grip.x + grip.width / 2, 420, { steps: 4 });
    await page.mouse.up();
    await page.waitForFunction(() => document.getElementById("panel")?.dataset.stop === "half");
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    equal(width, phone.width, "width of the page");
  }, { size: phone, touch: true, motion: true });

  test("tiles that did not come are asked for again until they do", async ({ page, server, expectFailures }) => {
    expectFailures();
    let refused = 0;
    const tiles = "**/tiles/WebMercatorQuad/**";
    await page.route(tiles, (route) => (refused++ % 2 === 0 ? route.fulfill({ status: 503 }) : route.abort("connectionreset")));
    await page.goto(server.url + page_("", 15));
    await page.getByText("Palvelu on hetken poissa käytöstä").waitFor();
    await page.unroute(tiles);
    await page.waitForFunction(() => (window.lupakartta?.map.map.queryRenderedFeatures().filter((f) => f.source.startsWith("first")).length ?? 0) > 100);
    ok(refused > 0, "no tile was refused");
    await page.getByText("Palvelu on hetken poissa käytöstä").waitFor({ state: "hidden" });
  });

  test("an outage is told, the map stays, and the page comes back by itself", async ({ page, server, expectFailures }) => {
    expectFailures();
    await page.goto(server.url + page_("", 15));
    await firstMap(page);
    if (!server.ownDatabase) return;
    // The program starts its database again by itself: it is taken down again until the page has said so.
    const end = Date.now() + 20_000;
    const banner = page.getByText("Palvelu on hetken poissa käytöstä");
    while (Date.now() < end && !(await banner.isVisible())) {
      await server.crashDatabase();
      await page.evaluate(([x, y]) => window.lupakartta?.map.map.fire("click", { lngLat: { lng: x, lat: y }, point: { x: 0, y: 0 } } as never), [lon + Math.random() / 1000, lat]);
      await page.waitForTimeout(150);
    }
    ok(await banner.isVisible(), "the outage is not told");
    await page.screenshot({ path: "artifacts/screenshots/outage.png" });
    const features = await page.evaluate(() => window.lupakartta?.map.map.queryRenderedFeatures().length ?? 0);
    ok(features > 100, "the map went away");
    await server.ready(60_000);
    await banner.waitFor({ state: "hidden", timeout: 30_000 });
    await page.locator("details.feature").first().waitFor({ timeout: 30_000 });
  });
}
