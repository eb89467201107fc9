import type { Page } from "playwright-core";
import { looked } from "./accessibility";
import { drawn, firstMap, onScreen, overlay } from "./actions";
import { ask, home, signIn } from "./persona";
import { type Bench, equal, inOnePage, ok, phone } from "./run";
import type { Town } from "./town";

const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true }).first().press("Enter");

/** The parts as the list tells them: their names and what they are. */
const parts = (page: Page) => page.locator(".placing-part > span").evaluateAll((all) => all.map((span) => [...span.children].map((c) => c.textContent).join(": ")));

/** Clicks corners round a point, pixels, one after the other: two in a row would be a double click. */
async function click(page: Page, at: { x: number; y: number }, corners: readonly (readonly [number, number])[]): Promise<void> {
  for (const [x, y] of corners) {
    await page.mouse.move(at.x + x - 5, at.y + y - 5);
    await page.mouse.click(at.x + x, at.y + y);
    await page.waitForTimeout(350);
  }
}

/** Draws with the tool that was taken, and waits for how many parts there are then. */
async function draw(page: Page, at: { x: number; y: number }, corners: readonly (readonly [number, number])[]): Promise<void> {
  await page.locator("canvas.drawing").waitFor();
  await page.waitForFunction(() => document.activeElement?.tagName === "CANVAS");
  await click(page, at, corners);
  await page.locator(".under-way").getByRole("button", { name: "Valmis" }).press("Enter");
  await page.locator(".under-way").waitFor({ state: "detached" });
}

const count = (page: Page, n: number) => page.waitForFunction((n) => document.querySelectorAll(".placing-part").length === n, n);

/** Waits until the part at hand is told with other words than before. */
const changes = (page: Page, from: string[]) => page.waitForFunction((from) => [...document.querySelectorAll(".placing-part > span")].map((s) => [...s.children].map((c) => c.textContent).join(": ")).join() !== from, from.join());

/** The corner of the area on the map that lies farthest to the north and east. */
async function northEast(page: Page): Promise<[number, number]> {
  return page.evaluate(async () => {
    const source = window.lupakartta?.map.map.getSource("parts") as unknown as { getData: () => Promise<{ features: { geometry: { type: string; coordinates: number[][][] } }[] }> };
    const area = (await source.getData()).features.find((f) => f.geometry.type === "Polygon");
    const [first] = [...(area?.geometry.coordinates[0] ?? [])].sort((a, b) => (b[0] as number) + (b[1] as number) - (a[0] as number) - (a[1] as number));
    return first as [number, number];
  });
}

/** The handles on the map of one kind. */
async function handles(page: Page, kind: string): Promise<[number, number][]> {
  await drawn(page, "handles");
  return page.evaluate(async (kind) => {
    const source = window.lupakartta?.map.map.getSource("handles") as unknown as { getData: () => Promise<{ features: { properties: { kind: string }; geometry: { coordinates: [number, number] } }[] }> };
    return (await source.getData()).features.filter((f) => f.properties.kind === kind).map((f) => f.geometry.coordinates);
  }, kind);
}

/** Drags a point of the ground by pixels. */
async function drag(page: Page, from: [number, number], by: readonly [number, number]): Promise<void> {
  const { x, y } = await onScreen(page, from);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + by[0] / 2, y + by[1] / 2);
  await page.mouse.move(x + by[0], y + by[1]);
  await page.mouse.up();
}

/** The parts that the service has, as soon as they are what is waited for. */
async function kept(bench: Bench, wanted: (parts: Record<string, unknown>[]) => boolean): Promise<void> {
  const id = new URL(bench.page.url()).searchParams.get("project");
  const end = Date.now() + 20_000;
  for (;;) {
    const { fields } = await ask<{ fields: Record<string, Record<string, unknown>> }>(bench.context, bench.server, "GET", `/api/v1/projects/${id}`);
    const parts = Object.entries(fields).flatMap(([path, value]) => (path.startsWith("/parts/") ? [value] : []));
    if (wanted(parts)) return;
    if (Date.now() > end) throw new Error(`the service has ${JSON.stringify(parts)}`);
    await bench.page.waitForTimeout(100);
  }
}

/** The place of a project is put part by part. */
export function describePlacing(town: Town): void {
  const [lon, lat] = town.middle;
  const middle = { x: 0, y: 0 };
  const openIn = (path: string) => async ({ page, context, server }: Bench) => {
    await signIn(context, server, "organiser");
    const { id } = await ask<{ id: string }>(context, server, "POST", "/api/v1/projects", { changes: { "/kind": "event" } }, { "Idempotency-Key": crypto.randomUUID() });
    await page.goto(`${home(server)}/${path}?view=projects&project=${id}&part=place&z=16&center=${lon},${lat}`);
    await firstMap(page);
    await page.locator(".placing-tools").waitFor();
  };
  const open = openIn("fi/kartta");
  inOnePage(open, [
    {
      name: "placing: parts are drawn and snapped to each other, cut, split, merged, moved by keys, and all of it taken back",
      body: async ({ page, expectFailures }) => {
        expectFailures(); // the service is away for a moment
        Object.assign(middle, await onScreen(page, [lon, lat]));
        await press(page, "Alue");
        await draw(page, middle, [[-130, -100], [100, -100], [100, 100], [-130, 100]]);
        await count(page, 1);
        await page.getByText(/^Alue\s1,\d+\sha,\sMallila/).first().waitFor();
        await press(page, "Viiva");
        const corner = await onScreen(page, await northEast(page));
        await draw(page, corner, [[-4, 4], [90, 40]]);
        await count(page, 2);
        const shapes = await page.evaluate(async () => {
          const source = window.lupakartta?.map.map.getSource("parts") as unknown as { getData: () => Promise<{ features: { geometry: { type: string; coordinates: unknown } }[] }> };
          const { features } = await source.getData();
          const of = (type: string) => features.find((f) => f.geometry.type === type)?.geometry.coordinates;
          return { area: of("Polygon") as number[][][], line: of("LineString") as number[][] };
        });
        ok(shapes.area[0]?.some((c) => String(c) === String(shapes.line[0])), "the line does not begin at the area's corner");
        await press(page, "Kumoa");
        await count(page, 1);
        await press(page, "Tee uudelleen");
        await count(page, 2);
        await press(page, "Kumoa");
        await count(page, 1);

        await press(page, "Tee reikä");
        await draw(page, middle, [[-60, -50], [20, -50], [20, 40], [-60, 40]]);
        await page.getByText(/^Reikä 1, \d/).waitFor();
        const holed = await parts(page);
        await press(page, "Jaa viivalla");
        await draw(page, middle, [[-80, -130], [-75, 130]]);
        await count(page, 2);
        await looked(page, "placing-split-fi");
        await press(page, "Yhdistä");
        await count(page, 1);
        equal(await parts(page), holed, "the part after it was split and merged");
        await press(page, /^Täytä reikä/);
        await page.getByText(/^Reikä 1, \d/).waitFor({ state: "detached" });

        await press(page, "Kierrä");
        await page.waitForFunction(() => document.activeElement?.tagName === "CANVAS");
        const before = await overlay(page, "parts");
        await page.keyboard.press("Shift+ArrowRight");
        await page.locator("#turn-by").fill("-15");
        await page.locator("#turn-by").press("Enter");
        equal((await overlay(page, "parts")).map((f) => f.type), before.map((f) => f.type), "what is on the map after turning");
        await press(page, "Siirrä kulmia");
        await drawn(page, "handles");
        const whole = await parts(page);
        await page.waitForFunction(() => document.activeElement?.tagName === "CANVAS");
        await page.keyboard.press("PageDown");
        await page.keyboard.press("Shift+ArrowLeft");
        await changes(page, whole);
        const corners = page.locator(".under-way [role=status]");
        const all = Number((await corners.textContent())?.split("/")[1]);
        await page.keyboard.press("Enter");
        await corners.getByText(`Kulma 2/${all + 1}`).waitFor();
        await page.keyboard.press("Delete");
        await corners.getByText(`/${all}`).waitFor();
        await looked(page, "placing-corners-fi");
        const words = page.locator(".placing-read").first();
        await page.route("**/api/v1/places/described*", (route) => route.abort());
        const kept = await parts(page);
        await page.getByRole("button", { name: "Siirrä osaa" }).press("Enter");
        await page.waitForFunction(() => document.activeElement?.tagName === "CANVAS");
        await page.keyboard.press("Shift+ArrowUp");
        await words.getByText("Paikkaa ei saatu juuri nyt luetuksi sanoiksi. Osa on tallessa.").waitFor();
        equal((await parts(page)).length, kept.length, "parts while the place cannot be told");
        await page.unroute("**/api/v1/places/described*");
        await words.getByText(/^Alue\s/).waitFor();
        await page.keyboard.press("Escape");
        await page.locator(".under-way").waitFor({ state: "detached" });
      },
    },
    {
      name: "placing: a shape under way is taken up again when the page comes back",
      body: async ({ page }) => {
        const had = await page.locator(".placing-part").count();
        await press(page, "Alue");
        await page.locator("canvas.drawing").waitFor();
        await page.waitForFunction(() => document.activeElement?.tagName === "CANVAS");
        const at = await onScreen(page, [lon, lat]);
        await click(page, at, [[-200, 150], [-120, 150], [-120, 230]]);
        await page.locator(".under-way").getByText(/^Pinta-ala/).waitFor();
        await page.reload();
        await page.locator(".under-way").getByText(/^Pinta-ala/).waitFor();
        await page.locator(".under-way").getByRole("button", { name: "Valmis" }).press("Enter");
        await count(page, had + 1);
        ok((await overlay(page, "parts")).some((f) => f.type === "Polygon"), "no area on the map");
      },
    },
    {
      name: "placing: a unit is picked by clicks, a venue by its name; its times are kept, and by hand it is turned and its corners dragged",
      body: async (bench) => {
        const { page } = bench;
        const had = await page.locator(".placing-part").count();
        const [w, s, e, n] = town.unit.bbox;
        await page.evaluate(([lon, lat]) => window.lupakartta?.map.map.jumpTo({ center: [lon as number, lat as number], zoom: 17 }), [(w + e) / 2, (s + n) / 2]);
        await press(page, "Poimi kiinteistöjä");
        const unit = await onScreen(page, [(w + e) / 2, (s + n) / 2]);
        await page.mouse.click(unit.x, unit.y);
        await page.locator(".placing-units li").filter({ hasText: town.unit.title }).waitFor();
        await count(page, had + 1);
        await page.mouse.click(unit.x, unit.y);
        await count(page, had);
        await press(page, "Valitse tapahtumapaikka");
        await page.getByLabel("Tapahtumapaikan nimi").fill("Asemapuisto");
        await press(page, /^Lisää osaksi/);
        await page.getByText("Tapahtumapaikka: Asemapuisto (Tapahtumapaikat).").waitFor();
        await page.getByLabel("Käytössä alkaen").fill("2027-06-12T18:00");
        await page.getByLabel("Käytössä saakka").fill("2027-06-13T01:00");
        await page.locator(".placing-part").filter({ hasText: /12\.6\.2027.*– 13\.6\.2027/ }).waitFor();
        await kept(bench, (parts) => parts.some((p) => p.from === "2027-06-12T18:00" && p.to === "2027-06-13T01:00" && (p.venue as { layer: string } | undefined)?.layer === "mallila_venue"));
        await looked(page, "placing-venue-fi");
        await press(page, "Kierrä");
        const [knob] = await handles(page, "knob");
        ok(knob, "no knob to turn the part by");
        await drag(page, knob, [60, 30]);
        await page.getByText(/^Tapahtumapaikka: /).waitFor({ state: "detached" }); // turned, it is not the venue any more
        await press(page, "Siirrä kulmia");
        const whole = await parts(page);
        const [corner] = await handles(page, "corner");
        ok(corner, "no corner to drag");
        await drag(page, corner, [-40, 25]);
        await changes(page, whole);
        await press(page, "Kumoa");
        await press(page, "Kumoa");
        await page.getByText(/^Tapahtumapaikka: Asemapuisto/).waitFor();
        await kept(bench, (parts) => parts.some((p) => p.venue));
      },
    },
    {
      name: "placing: a place is told without the map: units, an address with a radius, a street, corners that are mended, a drawing without a reference system",
      body: async ({ page, expectFailures }) => {
        expectFailures(); // corners that cross are refused, and the drawing at first
        await page.locator(".placing-way").first().press("Enter");
        await page.locator("#around-lines").fill(`${town.unit.title}\n${lat.toFixed(5)}, ${lon.toFixed(5)}`);
        const had = await page.locator(".placing-part").count();
        await press(page, "Lisää osiksi");
        await count(page, had + 2);
        await page.locator(".placing-units li").filter({ hasText: town.unit.title }).waitFor();
        await page.getByRole("button", { name: "Kulmapisteiden koordinaatit" }).press("Enter");
        const corners = page.locator("#part-corners");
        await corners.fill("480000 6920000\n480200 6920200");
        await press(page, "Aseta paikka");
        await page.getByText("Anna vähintään 3 eri pistettä.").waitFor(); // an area, not the line that two corners would be
        await corners.fill("62.4 126.6\n62.4 126.7\n62.5 126.7");
        await press(page, "Aseta paikka");
        await page.getByText("Osaa ei voi käyttää tällaisena.").waitFor();
        await press(page, "Kumoa");
        await page.getByText("Osaa ei voi käyttää tällaisena.").waitFor({ state: "detached" });
        await corners.fill("480000 6920000\n480200 6920200\n480200 6920000\n480000 6920200");
        await press(page, "Aseta paikka");
        await page.getByText("Osaa ei voi käyttää tällaisena.").waitFor();
        await drawn(page, "highlight");
        await looked(page, "placing-mend-fi");
        await press(page, /^Käytä korjattua/);
        await page.getByText("Osaa ei voi käyttää tällaisena.").waitFor({ state: "detached" });
        await corners.fill("480000 6920050\n480100 6920050\n480200 6920150");
        await page.locator("#part-corners-kind").selectOption("line");
        await page.locator("#told-aim").selectOption("split");
        const before = await page.locator(".placing-part").count();
        await press(page, "Aseta paikka");
        await page.waitForFunction((n) => document.querySelectorAll(".placing-part").length > n, before); // split without the map, too
        await page.getByRole("button", { name: "Katu kahden risteyksen väliltä" }).press("Enter");
        await page.locator("#street-words").fill("Kirkkokatu");
        await page.locator("#street-name option").nth(1).waitFor({ state: "attached" });
        await page.locator("#street-name").selectOption({ index: 1 });
        await page.locator("#street-from option").nth(3).waitFor({ state: "attached" });
        await page.locator("#street-from").selectOption({ index: 1 });
        await page.locator("#street-to").selectOption({ index: 3 });
        await press(page, "Lisää kadun osuus");
        await page.locator(".placing-part").filter({ hasText: "Kirkkokatu: " }).waitFor();
        await page.getByRole("button", { name: "Tiedosto", exact: true }).press("Enter");
        const drawing = "0\nSECTION\n2\nENTITIES\n0\nLINE\n8\nAita\n10\n480000\n20\n6920000\n11\n480100\n21\n6920000\n0\nENDSEC\n0\nEOF\n";
        await page.locator("#placing-file").setInputFiles({ name: "aita.dxf", mimeType: "image/vnd.dxf", buffer: Buffer.from(drawing) });
        await page.locator(".choices").getByText("EPSG:3067").waitFor(); // a drawing does not say its reference system
        await looked(page, "placing-file-fi");
        await page.locator(".choices input").first().check();
        await press(page, "Lue tiedosto");
        await page.locator(".placing-part").filter({ hasText: "Aita" }).waitFor();
        const swapped = { type: "Feature", properties: { name: "Väärin päin" }, geometry: { type: "LineString", coordinates: [[lat, lon], [lat + 0.001, lon + 0.001]] } };
        await page.locator("#placing-file").setInputFiles({ name: "vaarin.geojson", mimeType: "application/geo+json", buffer: Buffer.from(JSON.stringify(swapped)) });
        await press(page, /^Käytä korjattua/);
        await page.locator(".placing-part").filter({ hasText: "Väärin päin" }).waitFor();
        await looked(page, "placing-without-map-fi");
      },
    },
  ]);
  inOnePage(open, [
    {
      name: "placing: a place is drawn by finger on a phone",
      body: async ({ page }) => {
        await page.getByRole("button", { name: "Suorakulmio", exact: true }).tap();
        await page.locator("canvas.drawing").waitFor();
        await page.touchscreen.tap(150, 180);
        await page.waitForTimeout(400);
        await page.touchscreen.tap(260, 280);
        await count(page, 1);
        await page.getByRole("button", { name: "Ympyrä", exact: true }).tap();
        await page.touchscreen.tap(150, 180);
        await page.getByText(/^Säde/).waitFor();
        const cancel = await page.locator(".under-way").getByRole("button", { name: "Peru" }).boundingBox();
        ok(cancel && cancel.y > 400 && cancel.y + cancel.height < phone.height, `the tool's buttons are out of sight: ${JSON.stringify(cancel)}`);
        await page.waitForTimeout(400); // two taps at once are a double tap
        await page.touchscreen.tap(210, 200);
        await count(page, 2);
        ok(Number(/Alue, ([\d\u00a0]+)\sm²/.exec((await parts(page))[1] ?? "")?.[1]?.replaceAll(/\D/g, "")) > 100, "the circle is not as large as the second tap made it");
        const small = await page.locator(".placing button").evaluateAll((all) => all.filter((b) => b.getBoundingClientRect().height > 0 && b.getBoundingClientRect().height < 44).map((b) => b.textContent));
        equal(small, [], "buttons that are too low for a finger");
        await looked(page, "placing-phone-fi");
      },
    },
  ], { size: phone, touch: true });
  inOnePage(openIn("sv/karta"), [
    {
      name: "placing: a place is put in Swedish",
      body: async ({ page }) => {
        await press(page, "Hörnens koordinater");
        await page.locator("#part-corners").fill("480000 6920000\n480200 6920000\n480200 6920200");
        await press(page, "Placera");
        await page.getByText(/^Område\s2\sha/).first().waitFor();
        await press(page, "Flytta hörn");
        await drawn(page, "handles");
        await looked(page, "placing-sv");
      },
    },
  ]);
}
