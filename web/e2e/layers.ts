import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { looked, type State, tour } from "./accessibility";
import { drawn, firstMap, overlay, query, quiet, still } from "./actions";
import { ask, forget, home, signIn } from "./persona";
import { type Bench, equal, ok, phone, testBeside } from "./run";
import type { Town } from "./town";
import type { Server } from "./server";

const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 2, name });

/** The catalogue of layers, and how officials import and approve them. */
export function describeLayers(town: Town): void {
  const [lon, lat] = town.middle;
  const at = (view: string, lang = "fi") => `/${lang}/kartta?z=13&center=${lon},${lat}&${view}`;

  testBeside("the catalogue is found from the layers, filtered and sorted, and leads to a layer's page", async ({ page, server }) => {
    await page.goto(home(server) + at("view=layers"));
    await firstMap(page);
    await page.locator(".catalogue-steps").getByRole("link", { name: /^Aineistoluettelo/ }).press("Enter");
    await heading(page, "Aineistoluettelo").waitFor();
    ok(await page.locator(".details-top").first().evaluate((top) => top === document.activeElement), "the focus is not at the beginning of the view");
    equal(await page.getByRole("link", { name: "Tuo aineisto" }).count(), 0, "importing offered to somebody who may not");
    const rows = page.locator(".catalogue-row");
    const all = await rows.count();
    ok(all > 15, `only ${all} layers are listed`);
    await page.getByText("Tuodaan käsin").first().waitFor();
    await looked(page, "catalogue-fi");
    await page.getByLabel("Järjestys").selectOption("features");
    const first = await rows.first().innerText();
    await page.getByLabel("Järjestys").selectOption("title");
    ok((await rows.first().innerText()) !== first, "the order is not changed");
    await page.getByLabel("Hae nimellä").fill("xyzzy");
    await page.getByText("Haulla ei löytynyt aineistoja").waitFor();
    await page.getByLabel("Hae nimellä").fill("");
    await page.getByLabel("Teema", { exact: true }).selectOption("natura");
    await page.getByText("1 aineisto", { exact: true }).waitFor();
    equal(await rows.count(), 1, "layers of the theme");
    await rows.first().getByRole("link").press("Enter");
    await heading(page, "Natura 2000 -alueet").waitFor();
    equal(query(page).get("layer"), town.natura.layer, "the layer in the address");
    await page.getByText("Erityisten suojelutoimien alue (SAC)").waitFor({ state: "attached" });
    await page.getByRole("button", { name: "Näytä kattavuus kartalla" }).press("Enter");
    await drawn(page, "coverage");
    await looked(page, "layer-page-fi");
    await page.getByRole("button", { name: "Näytä kartalla", exact: true }).press("Enter");
    ok((query(page).get("layers") ?? "").split(",").includes(town.natura.layer), "the layer is not turned on");
    const file = await page.request.get(home(server) + (await page.getByRole("link", { name: "GeoJSON-tiedosto" }).getAttribute("href")));
    equal(((await file.json()) as { features: unknown[] }).features.length > 0, true, "features in the file");
    await page.getByRole("link", { name: "Avaa raportti" }).press("Enter");
    await page.getByText("Luettu", { exact: true }).waitFor();
    equal(await page.getByRole("button", { name: "Julkaise" }).count(), 0, "publishing offered to somebody who may not");
    await looked(page, "version-public-fi");
    await page.goBack();
    await heading(page, "Natura 2000 -alueet").waitFor();
    await page.goBack();
    await rows.first().waitFor();
    equal(await rows.count(), 1, "the list is not as it was left");
  });

  testBeside("the sources' page says how to begin while there is none, and what a schedule needs", async ({ page, context, server, expectFailures }) => {
    expectFailures();
    await page.goto(home(server) + at("view=layers&part=sources"));
    await page.getByText("Mikään aineisto ei vielä päivity itsestään").waitFor();
    await looked(page, "sources-none-fi");
    await page.goto(home(server) + at("view=layers&part=imports"));
    await page.getByText("Kirjaudu ensin").waitFor();
    await looked(page, "imports-signed-out-fi");
    await signIn(context, server, "citizen");
    await page.goto(home(server) + at("view=layers&part=imports"));
    await page.getByText("Sinulla ei ole rekisterinpitäjän roolia").waitFor();
    equal(await page.locator("input[type=file]").count(), 0, "importing offered to a citizen");
    await forget(page);
    await signIn(context, server, "official");
    await page.goto(home(server) + at("view=layers&layer=mallila_venue"));
    await page.getByRole("link", { name: "Muuta osoitetta ja aikataulua" }).press("Enter");
    await page.getByText("Tasolla ei ole osoitetta").waitFor();
    await page.getByRole("button", { name: "Tallenna aikataulu" }).press("Enter");
    await page.locator("#schedule-address-fault").waitFor();
    await looked(page, "schedule-faults-fi");
    await page.getByLabel("Verkko-osoite").fill("https://register.invalid/venues.geojson");
    await page.getByLabel("Kuinka usein").selectOption("10080");
    await page.getByRole("button", { name: "Tallenna aikataulu" }).press("Enter");
    await page.locator(".done").getByText("Aikataulu on tallennettu").waitFor();
    const failed = await until(async () => (await ask<{ items: { state: string }[] }>(context, server, "GET", "/api/v1/layer-sources")).items[0]?.state !== "new");
    ok(failed, "the source was not fetched");
    await page.goto(home(server) + at("view=layers&part=sources"));
    await page.getByText("Viimeksi onnistunut versio on käytössä").waitFor();
    await looked(page, "sources-fi");
    await page.goto(home(server) + at("view=layers&layer=mallila_venue&part=schedule"));
    await page.getByRole("button", { name: "Päivitä nyt" }).press("Enter");
    await page.locator(".done").getByText("Lähdettä haetaan").waitFor();
    await looked(page, "schedule-fi");
    const source = "/api/v1/layers/mallila_venue/source";
    const tag = (await context.request.get(home(server) + source)).headers().etag ?? "";
    await ask(context, server, "PUT", source, { address: "https://register.invalid/other.geojson", every_minutes: 1440, publish: "ask" }, { "If-Match": tag });
    await page.getByLabel("Verkko-osoite").fill("https://register.invalid/mine.geojson");
    await page.getByRole("button", { name: "Tallenna aikataulu" }).press("Enter");
    await page.getByText("Tallennettu nyt: https://register.invalid/other.geojson").waitFor();
    equal([await page.getByLabel("Verkko-osoite").inputValue(), await page.getByLabel("Kuinka usein").inputValue()], ["https://register.invalid/mine.geojson", "1440"], "mine and theirs, brought together");
    await looked(page, "schedule-conflict-fi");
    await page.getByRole("button", { name: "Tallenna aikataulu" }).press("Enter");
    await page.locator(".done").getByText("Aikataulu on tallennettu").waitFor();
    await page.getByRole("button", { name: /^Lopeta päivittäminen/ }).press("Enter");
    await page.locator(".confirm .danger").press("Enter");
    await page.locator(".done").getByText("Tasoa ei enää päivitetä").waitFor();
  });

  testBeside("who keeps layers is told on a layer's page what serves it, and nobody else is", async ({ page, context, server }) => {
    const served = page.getByRole("region", { name: "Mistä karttaruudut tehdään" });
    await page.goto(home(server) + at("view=layers&layer=mallila_venue"));
    await page.getByRole("region", { name: "Alkuperä" }).waitFor();
    equal(await served.count(), 0, "told to everybody");
    await signIn(context, server, "official");
    await page.goto(home(server) + at("view=layers&layer=mallila_venue"));
    await served.getByText("Taso on palvelimen muistissa").waitFor();
    const told = await ask<{ bytes: number; features: number; by: string }>(context, server, "GET", "/api/v1/layers/mallila_venue/serving");
    ok(told.by === "memory" && told.bytes > 0, `told ${JSON.stringify(told)}`);
    await served.getByText(String(told.features), { exact: true }).waitFor();
    await served.scrollIntoViewIfNeeded();
    await looked(page, "layer-serving-fi");
    await page.goto(home(server) + at("view=layers&layer=live_roadworks"));
    await served.getByText("tehdään aina tietokannasta").waitFor();
    await looked(page, "layer-serving-live-fi");
  });
  testBeside("an official sends a file, describes the layer, approves it, and everybody sees it; then the next version with its differences", (bench) => withFolder((folder) => imported(bench, folder, town, at)));
  testBeside("an upload that was broken off goes on after a reload", (bench) => withFolder((folder) => resumed(bench, folder, at)));
  testBeside("a table's columns and reference system are chosen by keyboard, in Swedish on a phone, and its versions are compared", (bench) => withFolder((folder) => tabled(bench, folder)), { size: phone });
  swedish();
}

/** A square of 200 m or so at steps east of the town's middle. */
const square = ([lon, lat]: [number, number], step: number, id: string, name: string, size = 0.004) => {
  const [w, s] = [lon + step * 0.008, lat];
  return { type: "Feature", properties: { tunnus: id, nimi: name }, geometry: { type: "Polygon", coordinates: [[[w, s], [w + size, s], [w + size, s + size / 2], [w, s + size / 2], [w, s]]] } };
};

/** An outline that crosses itself: it is repaired, and its area changes. */
const bow = ([lon, lat]: [number, number]) => ({
  type: "Feature", properties: { tunnus: "L9", nimi: "Solmu" },
  geometry: { type: "Polygon", coordinates: [[[lon, lat - 0.004], [lon + 0.004, lat - 0.002], [lon + 0.004, lat - 0.004], [lon, lat - 0.0025], [lon, lat - 0.004]]] },
});

const collection = (...features: object[]) => JSON.stringify({ type: "FeatureCollection", features });

async function imported({ page, context, server, expectFailures }: Bench, folder: string, town: Town, at: (view: string, lang?: string) => string): Promise<void> {
  expectFailures(); // a layer that is not published yet is not there for the page's first question
  await signIn(context, server, "official");
  await page.goto(home(server) + at("view=layers&part=imports"));
  await firstMap(page);
  await page.getByText("Tuonteja ei vielä ole").or(page.locator("#list-of-imports ~ .rows .row").first()).first().waitFor();
  await looked(page, "imports-fi");
  const file = path.join(folder, "lahteet.geojson");
  await writeFile(file, collection(...[0, 1, 2, 3].map((i) => square(town.middle, i, `L${i}`, `Lähde ${i}`)), bow(town.middle)));
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByRole("link", { name: "Avaa tuonti" }).press("Enter");
  await heading(page, "lahteet.geojson").waitFor();
  await page.getByText("Tiedosto ei kerro kaikkea").waitFor();
  await page.getByRole("button", { name: "Jatka tuontia" }).press("Enter");
  await page.getByRole("alert").filter({ hasText: "Korjaa 1 kohta" }).waitFor();
  await page.getByLabel("Mikä taso tästä tulee").selectOption("new");
  await page.getByRole("button", { name: "Jatka tuontia" }).press("Enter");
  await page.getByRole("alert").filter({ hasText: "Korjaa 6 kohtaa" }).waitFor();
  await looked(page, "import-choice-fi");
  for (const [label, words] of [["Nimi suomeksi", "Koelähteet"], ["Nimi ruotsiksi", "Provkällor"], ["Nimi englanniksi", "Test springs"], ["Lisenssi", "CC BY 4.0"], ["Lähdemerkintä", "Mallilan kaupunki 2026"], ["Avainkenttä", "tunnus"]] as const) await page.getByLabel(label).fill(words);
  await page.getByLabel("Tunnus", { exact: true }).fill("koelahteet");
  await page.locator("#choice-parts-0-new-theme").selectOption("groundwater");
  await page.getByRole("button", { name: "Jatka tuontia" }).press("Enter");
  await page.getByRole("link", { name: /^Tarkista ja hyväksy/ }).waitFor();
  await looked(page, "import-waiting-fi");
  await page.getByRole("link", { name: /^Tarkista ja hyväksy/ }).press("Enter");
  await approved(page, "approval-first-fi", 5);
  await shown(page);
  await looked(page, "layer-imported-fi");

  // The next version: one is gone, one is new, one has moved, one has another name.
  const [lon, lat] = town.middle;
  await writeFile(file, collection(square(town.middle, 0, "L0", "Lähde 0"), square([lon, lat + 0.003], 1, "L1", "Lähde 1"), square(town.middle, 2, "L2", "Uusi nimi"), square(town.middle, 5, "L5", "Lähde 5"), bow(town.middle)));
  await page.goto(home(server) + at("view=layers&part=imports"));
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByRole("link", { name: "Avaa tuonti" }).press("Enter");
  await page.getByLabel("Mikä taso tästä tulee").selectOption("koelahteet");
  await page.getByRole("button", { name: "Jatka tuontia" }).press("Enter");
  await page.getByRole("link", { name: /^Tarkista ja hyväksy/ }).press("Enter");
  await compared(page);
  await approved(page, "approval-fi", 5);
  await shown(page);
  await rolledBack(page, context, server);
}

/** Looks at the report and ticks what must be decided; publishes. */
async function approved(page: Page, name: string, features: number): Promise<void> {
  await page.getByText("Tätä versiota eivät näe muut").waitFor();
  await drawn(page, "changes");
  await page.getByText("Tuotu", { exact: true }).waitFor();
  equal(await page.locator("dt", { hasText: /^Tuotu$/ }).locator("+ dd").innerText(), String(features), "features imported");
  await page.getByRole("button", { name: /^Näytä ?: L9/ }).first().press("Enter");
  await drawn(page, "highlight");
  await page.getByRole("button", { name: "Julkaise", exact: true }).press("Enter");
  await page.getByText("Merkitse ensin kaikki yllä olevat kohdat").waitFor();
  await looked(page, name);
  for (const box of await page.locator(".decision input").all()) await box.check();
  await page.getByRole("button", { name: "Julkaise", exact: true }).press("Enter");
  await page.getByRole("button", { name: "Julkaise", exact: true }).waitFor({ state: "detached" });
}

/** The four kinds are counted, listed and on the map; a sign that is clicked there leads to its row. */
async function compared(page: Page): Promise<void> {
  await drawn(page, "changes");
  const counts = await page.locator(".kinds button b").allInnerTexts();
  equal(counts, ["1", "1", "1", "1"], "added, removed, moved and changed");
  const kinds = (await overlay(page, "changes")).filter((f) => f.type === "Point").map((f) => f.properties?.kind);
  equal([...new Set(kinds)].sort(), ["added", "changed", "moved", "removed"], "signs on the map");
  await page.locator(".change-values").getByText("Uusi nimi").waitFor();
  await still(page);
  const place = await page.evaluate(async () => {
    const map = window.lupakartta?.map.map;
    const source = map?.getSource("changes") as unknown as { getData: () => Promise<{ features: { geometry: { type: string; coordinates: [number, number] }; properties: { kind: string } }[] }> };
    const sign = (await source.getData()).features.find((f) => f.geometry.type === "Point" && f.properties.kind === "added");
    if (!map || !sign) throw new Error("no sign of what is added");
    const { x, y } = map.project(sign.geometry.coordinates);
    const box = map.getCanvas().getBoundingClientRect();
    return { x: x + box.left, y: y + box.top };
  });
  await page.mouse.click(place.x, place.y);
  await page.locator('.change[data-chosen="true"]').getByText("L5", { exact: true }).waitFor();
  ok(!query(page).has("at"), "a click on a sign asks what is there too");
  await page.getByRole("button", { name: /poistunut/ }).press("Enter");
  await page.locator(".change").getByText("L3", { exact: true }).waitFor();
  equal(await page.locator(".change").count(), 1, "rows of one kind");
  await page.getByRole("button", { name: /poistunut/ }).press("Enter");
  await looked(page, "difference-fi");
}

async function rolledBack(page: Page, context: BrowserContext, server: Server): Promise<void> {
  await page.getByRole("button", { name: /^Palauta edellinen versio/ }).press("Enter");
  await page.locator(".confirm .danger").press("Enter");
  await page.getByRole("status").filter({ hasText: "on taas julkaistu" }).waitFor({ state: "attached" });
  await page.locator(".confirm").waitFor({ state: "detached" });
  const versions = await ask<{ items: { state: string }[] }>(context, server, "GET", "/api/v1/layers/koelahteet/versions");
  equal(versions.items.map((v) => v.state), ["superseded", "published"], "the versions after going back");
  await looked(page, "layer-rolled-back-fi");
}

/** Turns the imported layer on, and waits until its five features are on the map. */
async function shown(page: Page): Promise<void> {
  await heading(page, "Koelähteet").waitFor();
  await page.getByRole("button", { name: "Näytä kartalla", exact: true }).press("Enter");
  await still(page);
  const seen = () => page.evaluate(() => {
    const map = window.lupakartta?.map.map;
    const layers = map?.getLayersOrder().filter((id) => id.startsWith("koelahteet/")) ?? [];
    return layers.length === 0 ? 0 : new Set(map?.queryRenderedFeatures({ layers }).map((f) => f.id)).size;
  });
  if (!(await until(async () => (await seen()) === 5))) throw new Error(`the map shows ${await seen()} features of the layer, not 5: ${await drawnFrom(page)}`);
}

/** Where the imported layer comes from, for who looks why it does not. */
const drawnFrom = (page: Page) => page.evaluate(() => {
  const map = window.lupakartta?.map.map;
  const style = map?.getStyle();
  const drawn = style?.layers.find((l) => l.id.startsWith("koelahteet/"));
  const source = drawn && "source" in drawn ? drawn.source : "";
  const asked = performance.getEntriesByType("resource").filter((e) => e.name.includes("koelahteet")) as PerformanceResourceTiming[];
  return JSON.stringify({ address: location.search, centre: map?.getCenter(), zoom: map?.getZoom(), drawn, source: style?.sources[source], asked: asked.map((e) => [e.name, e.responseStatus]) });
});

async function until(so: () => Promise<boolean>): Promise<boolean> {
  for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((done) => setTimeout(done, 250))) if (await so()) return true;
  return false;
}

async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "lupakartta-layers-"));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The connection breaks in the middle of a file: the page says so; after a reload the same file goes on where it stopped. */
async function resumed({ page, context, server, expectFailures }: Bench, folder: string, at: (view: string) => string): Promise<void> {
  expectFailures();
  await signIn(context, server, "official");
  const file = path.join(folder, "suuri.geojson");
  await writeFile(file, `{"type":"FeatureCollection","features":[]}${" ".repeat(20 * 1024 * 1024)}`);
  let patches = 0;
  const offsets: string[] = [];
  await page.route("**/api/v1/uploads/*", async (route) => {
    if (route.request().method() !== "PATCH") return route.continue();
    if (++patches > 1) return route.abort("connectionreset");
    return route.continue();
  });
  await page.goto(home(server) + at("view=layers&part=imports"));
  await page.locator("input[type=file]").setInputFiles(file);
  await page.locator(".upload .progress-words", { hasText: "8,4 Mt" }).waitFor();
  await page.locator(".upload").scrollIntoViewIfNeeded();
  await looked(page, "upload-fi");
  page.on("dialog", (dialog) => void dialog.accept());
  await page.reload();
  await page.getByText("Lähetys jäi kesken: suuri.geojson").waitFor();
  await looked(page, "upload-unfinished-fi");
  await page.unroute("**/api/v1/uploads/*");
  page.on("request", (request) => {
    if (request.method() === "PATCH") offsets.push(request.headers()["upload-offset"] ?? "");
  });
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByRole("link", { name: "Avaa tuonti" }).waitFor();
  equal(offsets[0], String(8 * 1024 * 1024), "where the sending goes on");
  await page.getByRole("link", { name: "Avaa tuonti" }).press("Enter");
  await page.locator(".tag").getByText(/Epäonnistui|Odottaa valintaasi/).waitFor();
  const cancel = page.getByRole("button", { name: /^Peru tuonti/ });
  if ((await cancel.count()) > 0) {
    await cancel.press("Enter");
    await page.locator(".confirm .danger").press("Enter");
    await page.locator(".tag").getByText("Peruttu").waitFor();
  }
  await looked(page, "import-ended-fi");
}

/** Chooses of a list by the letters that its option begins with. */
async function choose(page: Page, label: string, words: string): Promise<void> {
  const field = page.locator(".file-part").getByLabel(label, { exact: true });
  await field.focus();
  await page.keyboard.type(words);
  const chosen = await field.evaluate((select: HTMLSelectElement) => select.selectedOptions[0]?.text ?? "");
  ok(chosen.startsWith(words), `${label}: ${chosen} is chosen, not ${words}`);
}

/** A table whose columns nobody could know, and which does not say its reference system: it is asked once, when the columns are known. */
async function tabled({ page, context, server, expectFailures }: Bench, folder: string): Promise<void> {
  expectFailures(); // a layer that is not published yet is not there for the page's first question
  await signIn(context, server, "official");
  const file = path.join(folder, "brunnar.csv");
  const send = async (...rows: string[]) => {
    await writeFile(file, ["kod;lage_a;lage_b;vatten", ...rows].join("\n"));
    await page.goto(`${home(server)}/sv/kartta?${quiet}&view=layers&part=imports`);
    await page.locator("input[type=file]").setInputFiles(file);
    await page.getByRole("link", { name: "Öppna importen" }).press("Enter");
  };
  const goOn = () => page.getByRole("button", { name: "Fortsätt importen" }).press("Enter");
  const faults = (count: string) => page.getByRole("alert").filter({ hasText: `Rätta ${count}` }).waitFor();
  const features = () => page.locator("dt", { hasText: /^Importerade$/ }).locator("+ dd").innerText();

  await send("B1;480000;6920000;gott", "B2;480150;6920000;gott", "B3;480300;6920100;salt", "B4;480450;6920200;gott");
  await choose(page, "Vilket lager detta blir", "Nytt");
  for (const [label, words] of [["Namn på finska", "Kaivot"], ["Namn på svenska", "Brunnar"], ["Namn på engelska", "Wells"], ["Licens", "CC BY 4.0"], ["Källhänvisning", "Mallila stad 2026"], ["Nyckelfält", "kod"]] as const) await page.getByLabel(label, { exact: true }).fill(words);
  await choose(page, "Tema", "Grundvatten");
  await looked(page, "table-new-sv");
  await goOn();
  await page.getByText("Ange i vilka kolumner koordinaterna finns.").waitFor();
  await goOn();
  await faults("2 punkter"); // the columns, but not the reference system
  await looked(page, "table-columns-sv");
  await choose(page, "X-kolumn", "lage_a");
  await choose(page, "Y-kolumn", "lage_b");
  await goOn();
  await page.getByText("Filen anger inte sitt koordinatsystem.").waitFor();
  await goOn();
  await faults("1 punkt");
  await looked(page, "table-crs-sv");
  await choose(page, "Koordinatsystem", "ETRS-TM35FIN");
  await goOn();
  const approve = page.getByRole("link", { name: /^Granska och godkänn/ });
  await approve.waitFor();
  await looked(page, "import-waiting-sv");
  await approve.press("Enter");
  await drawn(page, "changes");
  equal(await features(), "4", "features imported");
  await looked(page, "approval-first-sv");
  const publish = page.getByRole("button", { name: "Publicera", exact: true });
  await publish.press("Enter");
  await publish.waitFor({ state: "detached" });

  // The next version: a fourth is gone, one has moved, one has another value.
  await send("B1;480000;6920000;gott", "B2;480150;6920090;gott", "B3;480300;6920100;gott");
  await choose(page, "Vilket lager detta blir", "Brunnar");
  await goOn();
  await page.getByText("Filen anger inte sitt koordinatsystem.").waitFor();
  equal(await page.getByLabel("X-kolumn").count(), 0, "columns asked for that the layer knows");
  await choose(page, "Koordinatsystem", "ETRS-TM35FIN");
  await goOn();
  await approve.press("Enter");
  await drawn(page, "changes");
  equal(await page.locator(".kinds button b").allInnerTexts(), ["0", "1", "1", "1"], "added, removed, moved and changed");
  equal(await page.getByText("Ändrat i lagrets beskrivning").count(), 0, "a description that nobody changed");
  await publish.press("Enter");
  await page.getByText("Markera först alla punkter ovan").waitFor();
  await looked(page, "approval-sv");
  await page.getByRole("button", { name: "Förkasta versionen" }).press("Enter");
  await page.getByText("Förkastas versionen?").waitFor();
  await looked(page, "approval-reject-sv");
}

/** The pages of the catalogue and of imports in Swedish, as an official sees them. */
function swedish(): void {
  const of = (name: string, query: string, there: string, fails = false): State => ({ name, fails, query: `${quiet}&view=layers&${query}`, act: (page) => page.locator(there).first().waitFor() });
  tour({ what: "the catalogue and imports", lang: "sv", start: `${quiet}&view=layers`, before: ({ context, server }) => signIn(context, server, "official") }, [
    of("catalogue", "part=catalogue", ".catalogue-row"), of("layer-page", "layer=mallila_zoning", "#history-heading", true), of("sources", "part=sources", "#sources-heading"),
    of("imports", "part=imports", ".drop"), of("schedule", "layer=mallila_natura&part=schedule", "#schedule-address", true),
  ]);
}
