import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { looked } from "./accessibility";
import { drawn, firstMap, overlay, query } from "./actions";
import { ask, home, signIn } from "./persona";
import { placed } from "./place";
import { equal, ok, test } from "./run";
import type { Town } from "./town";

/** A table of places, as a spreadsheet in Finland writes it: one in a Natura site, one in the middle of the town, one empty and one with its axes turned. */
function table(town: Town): string {
  const [west, south, east, north] = town.natura.bbox;
  const comma = (n: number) => n.toFixed(6).replace(".", ",");
  const rows = [["Suo", (west + east) / 2, (south + north) / 2], ["Tori", town.middle[0], town.middle[1]]] as const;
  return ["nimi;lon;lat;oma", ...rows.map(([name, lon, lat]) => `${name};${comma(lon)};${comma(lat)};=1+1`), "Tyhjä;;;x", `Väärin;${comma(town.middle[1])};${comma(town.middle[0])};y`].join("\r\n");
}

const file = (text: string) => ({ name: "paikat.csv", mimeType: "text/csv", buffer: Buffer.from(`\ufeff${text}`) });

async function saved(page: Page, name: RegExp): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name }).click()]);
  return readFile(await download.path());
}

/** Many places are checked at once. */
export function describeBatches(town: Town): void {
  test("places of a file are previewed, checked as a job, shown on the map and in a list, and taken away", async ({ page, context, server, expectFailures }) => {
    expectFailures(); // a file that is none is refused, and what was deleted is not there
    await page.goto(`${home(server)}/fi/kartta`);
    await firstMap(page);
    await page.getByRole("link", { name: "Tarkastele monta paikkaa kerralla" }).press("Enter");
    await page.locator(".way").first().waitFor(); // signed out
    equal(query(page).get("part"), "batches", "the address of the page");
    await signIn(context, server, "organiser");
    await page.goto(page.url());
    const chooser = page.locator("#batch-file");
    await chooser.setInputFiles({ name: "kuva.csv", mimeType: "text/csv", buffer: Buffer.from([0, 1, 2, 3]) });
    await page.getByText("Tiedosto ei ole taulukko.").waitFor();
    await chooser.setInputFiles(file(table(town)));
    await page.getByText("2 paikkaa. Rivejä aineistossa 4.").waitFor();
    await page.getByText("Rivillä ei ole sijaintia.").waitFor();
    await page.getByText("1 rivillä koordinaatit näyttävät olevan toisin päin.").waitFor();
    await page.locator("#plan-kind").selectOption("event");
    await looked(page, "batch-preview-fi");
    await page.getByRole("button", { name: "Tarkastele 2 paikkaa" }).press("Enter");
    await page.locator(".tag[data-state=done]").waitFor({ timeout: 120_000 });
    ok(query(page).has("batch"), "the batch has no address");
    await drawn(page, "batch");
    const spots = await overlay(page, "batch");
    ok(spots.length === 2 && spots.every((f) => f.type === "Point" && f.properties?.sign), "the signs on the map");
    equal(await page.locator(".batch-place h4").allTextContents(), ["Suo", "Tori", "Tyhjä", "Väärin"], "the list");
    await looked(page, "batch-fi");

    const map = JSON.parse((await saved(page, /^Lataa GeoJSON/)).toString()) as { features: { properties: Record<string, unknown> }[]; check: { basis: object } };
    equal(map.features.map((f) => [f.properties["nimi"], f.properties["oma"], f.properties["check_fault"]]).slice(0, 3), [["Suo", "=1+1", null], ["Tori", "=1+1", null], ["Tyhjä", "x", "Rivillä ei ole sijaintia."]], "the GeoJSON");
    const book = await saved(page, /^Lataa taulukko/);
    ok(book.subarray(0, 2).toString() === "PK" && book.length > 5000, "the workbook");

    await page.locator(".batch-summary button").last().press("Enter");
    await page.locator(".batch-place").nth(2).waitFor({ state: "detached" });
    equal(await page.locator(".batch-place h4").allTextContents(), ["Tyhjä", "Väärin"], "rows that were not checked");
    await page.locator("#batch-shown").selectOption("");
    await page.locator(".batch-place").nth(3).waitFor();
    await page.locator(".batch-place").first().getByRole("button", { name: /^Avaa tarkastelu/ }).press("Enter");
    await placed(page);
    await page.getByRole("heading", { name: "Lähitarkastelun tulos" }).waitFor();
    equal(await page.locator("#plan-kind").inputValue(), "event", "the plan of the opened check");
    await page.goBack();
    await page.locator(".batch-place").first().waitFor();
    await page.getByRole("button", { name: /^Poista/ }).press("Enter");
    await page.locator(".confirm .danger").press("Enter");
    await page.getByText("Tähän tulevat tarkastelusi.").waitFor();
  });

  test("features of a layer are checked, in Swedish; what nobody located is asked for", async ({ page, context, server }) => {
    await signIn(context, server, "organiser");
    await page.goto(`${home(server)}/sv/kartta?part=batches&z=13&center=${town.middle.join()}`);
    await firstMap(page);
    await page.locator("#batch-file").setInputFiles(file("a;b\n62,41;26,61\n"));
    await page.getByText("Kolumnernas namn visar inte var platserna finns.").waitFor();
    await page.locator("#batch-x").selectOption("b");
    await page.locator("#batch-y").selectOption("a");
    await page.getByRole("button", { name: "Läs på nytt" }).press("Enter");
    await page.getByText("1 plats. Rader i materialet: 1.").waitFor();
    await looked(page, "batch-columns-sv");
    await page.getByText("Eller kontrollera ett kartlagers objekt").click();
    await page.locator("#batch-layer").selectOption(town.natura.layer);
    await page.locator("#batch-area option[value=town]").waitFor({ state: "attached" });
    await page.locator("#batch-area").selectOption("town");
    await page.getByRole("button", { name: "Ta objekten" }).press("Enter");
    await page.getByRole("button", { name: /^Kontrollera \d+ plats/ }).press("Enter");
    await page.locator(".tag[data-state=done]").waitFor({ timeout: 120_000 });
    await page.getByText(/^\d+ regler tillämpades inte, eftersom projektets slag inte angavs$/).waitFor();
    await page.locator(".panel details").evaluateAll((all) => all.forEach((d) => ((d as HTMLDetailsElement).open = true)));
    await looked(page, "batch-sv");
    const id = query(page).get("batch") ?? "";
    await ask(context, server, "DELETE", `/api/v1/checks/batches/${id}`);
  });
}
