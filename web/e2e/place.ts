import type { Page } from "playwright-core";
import { drawn, firstMap, onScreen, overlay, query, still } from "./actions";
import { equal, ok, phone, test } from "./run";
import type { Town } from "./town";

const place = (page: Page) => new URL(page.url()).hash;

/** Waits until the address holds a place. */
export async function placed(page: Page): Promise<void> {
  await page.waitForFunction(() => location.hash.startsWith("#place="));
}

/** Checks the place and waits for the findings. */
export async function check(page: Page, name = "Tarkista"): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
  await page.locator(".summary").waitFor();
}

/** Notes how long findings take to follow when the pointer lets go; the milliseconds are returned when asked for. */
async function stopwatch(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const took: number[] = [];
    let from = 0;
    Object.assign(window, { took });
    addEventListener("pointerup", () => (from = performance.now()), { capture: true });
    new MutationObserver(() => {
      const live = document.querySelector(".under-way .live");
      if (!from || !live?.querySelector(".live-counts") || live.getAttribute("aria-busy") !== "false") return;
      took.push(Math.round(performance.now() - from));
      from = 0;
    }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  });
  return () => page.evaluate(() => (window as unknown as { took: number[] }).took);
}

/** Placing and checking. */
export function describePlace(town: Town): void {
  const [lon, lat] = town.middle;
  const at = (zoom: number, [x, y]: [number, number] = [lon, lat]) => `/fi/kartta?z=${zoom}&center=${x},${y}`;
  const natura: [number, number] = [(town.natura.bbox[0] + town.natura.bbox[2]) / 2, (town.natura.bbox[1] + town.natura.bbox[3]) / 2];

  test("a point is put by mouse and checked; a card is lit on the map with its distance", async ({ page, server }) => {
    await page.goto(server.url + at(15, town.beside));
    await firstMap(page);
    await page.getByRole("button", { name: /^Piste/ }).click();
    await page.locator("canvas.drawing").waitFor();
    const { x, y } = await onScreen(page, town.beside);
    await page.mouse.click(x, y);
    await placed(page);
    equal((await overlay(page, "place")).map((f) => f.type), ["Point"], "the place on the map");
    await check(page);
    ok(query(page).has("check"), "the check is not in the address");
    for (const word of ["estettä", "selvitettävää", "ei tiedossa", "ei huomautettavaa"]) await page.locator(".summary").getByText(word).waitFor();
    const away = page.locator(".finding").filter({ has: page.locator(".finding-where b").filter({ hasText: /\d (m|km) / }) }).first();
    await away.getByRole("button").focus();
    await drawn(page, "measure");
    const [line] = await overlay(page, "measure");
    ok(/^\d[\d,\s]* (m|km)$/.test(String(line?.properties?.text)), `the distance on the map: ${String(line?.properties?.text)}`);
    await drawn(page, "highlight");
    await away.getByRole("button").click();
    await still(page);
    await page.screenshot({ path: "artifacts/screenshots/finding-on-map.png" });
    await page.getByRole("button", { name: "Poista" }).click();
    equal((await overlay(page, "measure")).length, 0, "lines left after the place was removed");
  });

  test("an area is drawn by mouse, corrected, undone and shared", async ({ page, server, context }) => {
    await page.goto(server.url + at(15, natura));
    await firstMap(page);
    await page.getByRole("button", { name: /^Alue/ }).click();
    await page.locator("canvas.drawing").waitFor();
    const { x, y } = await onScreen(page, natura);
    let asks = 0;
    page.on("request", (request) => (asks += request.url().includes("/api/v1/at?") ? 1 : 0));
    const corners = [[-90, -80], [90, -70], [80, 90], [-100, 70]] as const;
    const answered = await stopwatch(page);
    for (const [dx, dy] of corners) {
      await page.mouse.move(x + dx - 5, y + dy - 5);
      await page.mouse.click(x + dx, y + dy);
      await page.waitForTimeout(350); // two clicks in a row would be a double one
    }
    await page.getByText(/Pinta-ala .* ha/).waitFor();
    await page.locator(".under-way").getByText("Kunta: Mallila").waitFor();
    const live = page.locator(".under-way .live");
    await live.locator(".live-counts").waitFor();
    await page.waitForFunction(() => document.querySelector(".under-way .live")?.getAttribute("aria-busy") === "false");
    ok(Number(await live.locator(".live-counts li").first().locator("b").textContent()) > 0, "nothing red while an area is drawn inside Natura");
    console.log(JSON.stringify({ note: "milliseconds from letting go of a corner until the findings stood", took: await answered() }));
    ok(asks <= 5, `asked ${asks} times for the municipality of four corners`);
    await page.screenshot({ path: "artifacts/screenshots/drawing-measures.png" });
    await page.getByRole("button", { name: "Kumoa" }).click();
    await page.mouse.move(x - 95, y + 65);
    await page.mouse.click(x - 100, y + 70);
    await page.getByRole("button", { name: "Valmis" }).click();
    await placed(page);
    equal((await overlay(page, "place")).map((f) => f.type), ["Polygon"], "the place on the map");
    await page.getByRole("heading", { name: /^Alue, \d/ }).waitFor();
    await check(page);
    const red = page.locator(".finding-red");
    ok((await red.count()) > 0, "nothing red inside Natura");
    ok(await red.first().getByText("Este").isVisible(), "the word of a red finding");
    await page.screenshot({ path: "artifacts/screenshots/findings-natura.png" });
    const before = place(page);
    const words = await page.locator(".place-words h3").textContent();
    const titles = await page.locator(".finding h4").allTextContents();
    await page.getByRole("button", { name: "Kopioi linkki" }).click();
    await page.getByRole("button", { name: "Linkki kopioitu" }).waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    equal(link, page.url(), "the copied link");

    const other = await context.newPage();
    const asked: string[] = [];
    other.on("request", (request) => asked.push(request.url()));
    await other.goto(link);
    await firstMap(other);
    await other.locator(".summary").waitFor();
    equal(place(other), before, "the place of the shared link");
    equal(await other.locator(".place-words h3").textContent(), words, "the place in words");
    equal(await other.locator(".finding h4").allTextContents(), titles, "findings of the shared link");
    ok(asked.every((url) => !url.includes("place=")), "the place was sent in an address");
    await other.close();
  });

  test("a rectangle and a circle are drawn, and a corner is moved", async ({ page, server }) => {
    await page.goto(server.url + at(16));
    await firstMap(page);
    const { x, y } = await onScreen(page, [lon, lat]);
    const draw = async (name: RegExp, dx: number, dy: number) => {
      const before = place(page);
      await page.getByRole("button", { name }).click();
      await page.locator("canvas.drawing").waitFor();
      await page.mouse.click(x, y);
      await page.waitForTimeout(350);
      await page.mouse.move(x + dx / 2, y + dy / 2);
      await page.mouse.move(x + dx, y + dy);
      await page.mouse.click(x + dx, y + dy);
      await page.waitForFunction((before) => location.hash !== before, before);
      await page.waitForTimeout(500);
    };
    await draw(/^Suorakulmio/, 120, 90);
    const rectangle = await page.locator(".place-words h3").textContent();
    await draw(/^Ympyrä/, 60, 0);
    ok((await page.locator(".place-words h3").textContent()) !== rectangle, "the circle did not replace the rectangle");
    await draw(/^Suorakulmio/, 120, 90);
    const before = place(page);
    await page.locator(".place-card .live .live-counts").waitFor();
    await page.getByRole("button", { name: "Muokkaa" }).click();
    await page.getByText("Siirrä kulmia raahaamalla").waitFor();
    await page.waitForTimeout(700);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x - 30, y - 20, { steps: 5 });
    await page.mouse.move(x - 60, y - 40, { steps: 5 });
    await page.mouse.up();
    await page.waitForFunction((before) => location.hash !== before, before);
    await page.getByRole("button", { name: "Lopeta muokkaus" }).first().click();
    equal((await overlay(page, "place")).map((f) => f.type), ["Polygon"], "the place after editing");
    await page.goBack();
    await page.waitForFunction((before) => location.hash === before, before);
  });

  test("an area is drawn by keyboard alone", async ({ page, server }) => {
    await page.goto(server.url + at(16));
    await firstMap(page);
    await page.getByRole("button", { name: /^Alue/ }).focus();
    await page.keyboard.press("Enter");
    await page.locator("canvas.drawing").waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === "CANVAS");
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await press("Enter", "Shift+ArrowRight", "Enter", "Shift+ArrowDown", "Enter");
    await page.getByText(/Pinta-ala/).waitFor();
    await press("Shift+ArrowLeft", "Enter", "f");
    await placed(page);
    await page.getByRole("heading", { name: /^Alue, \d/ }).waitFor();
    equal((await overlay(page, "place")).map((f) => f.type), ["Polygon"], "the place on the map");
    await page.getByRole("button", { name: /^Piste/ }).focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.tagName === "CANVAS");
    await press("Enter");
    await page.getByRole("heading", { name: "Piste", exact: true }).waitFor();
  });

  test("a place is given without the map: a property unit, an address with a radius", async ({ page, server }) => {
    await page.goto(`${server.url}/fi/kartta`);
    await firstMap(page);
    await page.getByText("Anna paikka ilman karttaa").click();
    await page.getByRole("button", { name: "Aseta paikka" }).click();
    await page.getByText("Kirjoita osoite, paikan nimi, kiinteistötunnus tai koordinaatit.").waitFor();
    const field = page.getByRole("combobox", { name: "Paikka", exact: true });
    await field.fill(town.unit.title);
    await page.getByRole("listbox", { name: "Paikka", exact: true }).getByRole("option").first().waitFor();
    await field.press("ArrowDown");
    await field.press("Enter");
    await page.getByRole("button", { name: "Aseta paikka" }).click();
    await page.getByRole("heading", { name: /^Alue, \d/ }).waitFor();
    await check(page);
    ok((await page.locator(".finding").count()) > 0, "no cards");
    await page.getByRole("button", { name: "Poista" }).click();
    equal(place(page), "", "the place after it was removed");

    await page.getByText("Anna paikka ilman karttaa").click();
    await field.fill(town.street.title);
    await page.getByLabel(/Säde metreinä/).fill("sata");
    await page.getByRole("button", { name: "Aseta paikka" }).click();
    await page.getByText("Anna säde metreinä").waitFor();
    await page.getByLabel(/Säde metreinä/).fill("100");
    await page.getByRole("button", { name: "Aseta paikka" }).click();
    await page.getByRole("heading", { name: /^Alue, 3,1\d ha/ }).waitFor();
  });

  test("what is planned decides which rules are asked, and how far they look; a link tells it on", async ({ page, context, server }) => {
    await page.goto(`${server.url}/fi/kartta`);
    await firstMap(page);
    await page.getByText("Anna paikka ilman karttaa").click();
    await page.getByRole("combobox", { name: "Paikka", exact: true }).fill(town.street.title);
    await page.getByLabel(/Säde metreinä/).fill("100");
    await page.getByRole("button", { name: "Aseta paikka" }).click();
    await page.getByRole("heading", { name: /^Alue, \d/ }).waitFor();
    await check(page);
    await page.getByText(/koskee vain joitakin hankkeita/).waitFor();
    const explosives = page.locator(".finding").filter({ hasText: "Räjähdevaraston etäisyys" });
    equal(await explosives.count(), 0, "cards of a store of explosives before there is one");

    await page.getByLabel("Mitä paikalle suunnitellaan?").selectOption({ label: "Räjähdevarasto" });
    await page.getByText("Asia riippuu hankkeen tiedoista").first().waitFor({ state: "attached" });
    await page.getByLabel("Mikä on räjähteiden vaarallisuusluokka?").selectOption({ label: "1.1" });
    const mass = page.getByLabel("Kuinka paljon räjähdettä varastossa on enintään?");
    await mass.fill("1.500");
    await mass.press("Enter");
    await page.getByText(/^Kirjoita luku väliltä/).waitFor();
    await mass.fill("1 500");
    await mass.press("Tab");
    await page.getByLabel("Ovatko räjähteet sirpalevaarallisia?").selectOption({ label: "Kyllä" });
    await page.getByLabel("Onko varasto maapeitteinen rakennus?").selectOption({ label: "Ei" });
    await page.locator(".finding-red").filter({ hasText: "Räjähdevaraston etäisyys" }).first().waitFor();
    equal(await page.getByText(/^Kirjoita luku väliltä/).count(), 0, "a fault of a number that was mended");
    await still(page);
    await page.screenshot({ path: "artifacts/screenshots/plan.png", fullPage: true });

    const titles = await page.locator(".finding h4").allTextContents();
    const other = await context.newPage();
    await other.goto(page.url());
    await other.locator(".finding-red").filter({ hasText: "Räjähdevaraston etäisyys" }).first().waitFor();
    equal(await other.locator(".finding h4").allTextContents(), titles, "findings of the link with the plan");
    equal(await other.getByLabel("Kuinka paljon räjähdettä varastossa on enintään?").inputValue(), await mass.inputValue(), "the mass of the link");
    await other.close();

    await page.getByRole("button", { name: "Tallenna tarkastelu" }).click();
    await page.waitForFunction(() => new URL(location.href).searchParams.has("run"));
    await page.locator(".run-basis summary").click();
    await page.getByText("Räjähdevarasto", { exact: true }).first().waitFor();
  });

  test("a place that cannot be is refused in words, and kept", async ({ page, server, expectFailures }) => {
    expectFailures();
    await page.goto(`${server.url}/fi/kartta`);
    await firstMap(page);
    const corners = async (text: string) => {
      await page.getByText("Anna paikka ilman karttaa").click();
      await page.getByText("Alueen kulmapisteet", { exact: true }).click();
      await page.getByLabel("Kulmapisteiden koordinaatit").fill(text);
      await page.getByRole("button", { name: "Aseta paikka" }).click();
    };
    await corners("480000 6920000\ntori");
    await page.getByText("Riviä 2 ei voi lukea koordinaattiparina.").waitFor();
    await page.getByLabel("Kulmapisteiden koordinaatit").fill("480000 6920000\n480200 6920200\n480200 6920000\n480000 6920200");
    await page.getByRole("button", { name: "Aseta paikka" }).click();
    await placed(page);
    await page.getByRole("button", { name: "Tarkista", exact: true }).click();
    await page.getByRole("alert").getByText("Sijainti ei kelpaa").waitFor();
    await page.screenshot({ path: "artifacts/screenshots/error-self-crossing.png" });
    await page.getByRole("button", { name: "Poista" }).click();
    await corners("10 50");
    await placed(page);
    await page.getByRole("button", { name: "Tarkista", exact: true }).click();
    await page.getByRole("alert").getByText("Sijainti ei kelpaa").waitFor();
    ok(place(page), "the place was lost");
  });

  test("a link that was cut is told", async ({ page, server }) => {
    await page.goto(`${server.url}/fi/kartta#place=XcyxCo`);
    await firstMap(page);
    await page.getByText("Linkin paikkaa ei voitu lukea").waitFor();
  });

  test("a place is put by touch on a phone and checked", async ({ page, server }) => {
    await page.goto(server.url + at(15));
    await firstMap(page);
    await page.getByRole("button", { name: /^Piste/ }).tap();
    await page.locator("canvas.drawing").waitFor({ state: "attached" });
    await page.waitForTimeout(600);
    await page.touchscreen.tap(190, 240);
    await placed(page);
    await page.getByRole("button", { name: "Tarkista", exact: true }).tap();
    await page.locator(".summary").waitFor();
  }, { size: phone, touch: true });
}
