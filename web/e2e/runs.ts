import type { Page } from "playwright-core";
import { looked } from "./accessibility";
import { drawn, firstMap, overlay, query } from "./actions";
import { ask, forget, home, signIn } from "./persona";
import { check, placed } from "./place";
import { equal, ok, test } from "./run";
import type { Town } from "./town";

/** Puts a place without the map, checks it and keeps the check; returns its address. */
async function keep(page: Page, words: string): Promise<string> {
  await page.getByText("Anna paikka ilman karttaa").click();
  await page.getByRole("combobox", { name: "Paikka", exact: true }).fill(words);
  await page.getByRole("button", { name: "Aseta paikka" }).click();
  await placed(page);
  await check(page);
  await page.getByRole("button", { name: "Tallenna tarkastelu" }).press("Enter");
  await page.getByRole("heading", { name: "Tallennettu lähitarkastelu" }).waitFor();
  return page.url();
}

/** Checks that are kept, shared, disputed, answered and made again. */
export function describeRuns(town: Town): void {
  const [west, south, east, north] = town.natura.bbox;
  const natura = `${((south + north) / 2).toFixed(5)}, ${((west + east) / 2).toFixed(5)}`;

  test("a check is kept, shared, disputed by a citizen and answered by the layer's keeper", async ({ page, context, server, expectFailures }) => {
    expectFailures(); // a reason is left empty
    await page.goto(`${home(server)}/fi/kartta`);
    await firstMap(page);
    const address = await keep(page, natura);
    ok(query(page).has("run") && !new URL(address).hash, `the address of the kept check: ${address}`);
    await drawn(page, "place");
    const titles = await page.locator(".finding h4").allTextContents();
    ok(titles.length > 10, "no findings of the kept check");
    await looked(page, "run-fi");
    await page.getByRole("button", { name: "Kopioi linkki" }).click();
    await page.getByRole("button", { name: "Linkki kopioitu" }).waitFor();
    equal(await page.evaluate(() => navigator.clipboard.readText()), page.url(), "the copied link");

    const other = await context.newPage();
    await other.goto(address);
    await firstMap(other);
    await other.locator(".run-kept").waitFor();
    equal(await other.locator(".finding h4").allTextContents(), titles, "findings of the shared check");
    await other.close();

    // Nobody is signed in: the way to dispute leads to signing in, and back.
    const card = page.locator(".finding-red, .finding-amber").filter({ hasText: town.natura.title }).first();
    await card.getByRole("button", { name: /^Kirjaudu kiistääksesi/ }).press("Enter");
    await page.getByRole("heading", { name: "Kirjaudu", exact: true, level: 2 }).waitFor();
    const way = await page.locator(".way a").first().getAttribute("href");
    ok(decodeURIComponent(way ?? "").includes(`run=${query(page).get("run") ?? ""}`), `signing in does not come back to the check: ${way ?? ""}`);
    await signIn(context, server, "citizen");
    await page.goto(address);
    await page.getByRole("button", { name: /^Kiistä tulos/ }).first().waitFor();
    await card.getByRole("button", { name: /^Kiistä tulos/ }).press("Enter");
    const reason = card.getByLabel("Perustelu");
    ok(await reason.evaluate((field) => field === document.activeElement), "the field is not where the focus is");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter"); // sends nothing
    await card.getByText("Tieto puuttuu.").waitFor();
    await looked(page, "run-dispute-fi");
    await reason.fill("Alueen raja on muuttunut.");
    await card.getByRole("button", { name: /^Lähetä/ }).press("Enter");
    await card.getByText("Kiistetty, odottaa vastausta").waitFor();

    await forget(page);
    await signIn(context, server, "official");
    await page.goto(`${home(server)}/fi/kartta?view=layers`);
    await page.getByRole("link", { name: /^Kiistetyt tulokset/ }).press("Enter");
    const dispute = page.locator(".dispute-card").filter({ hasText: "Alueen raja on muuttunut." }).first();
    await dispute.waitFor();
    await drawn(page, "disputes");
    ok((await overlay(page, "disputes")).every((f) => f.type === "Point" && f.properties?.sign === "?"), "the signs on the map");
    await dispute.getByRole("button", { name: /^Näytä/ }).press("Enter");
    await drawn(page, "highlight");
    await looked(page, "disputes-fi");
    ok(!(await dispute.textContent())?.includes("Kansalainen"), "the keeper is told who disputes");
    await dispute.getByRole("button", { name: /^Vastaa/ }).press("Enter");
    await dispute.getByRole("textbox", { name: "Vastaus kiistäjälle" }).fill("Raja korjataan rekisteriin.");
    await dispute.getByRole("button", { name: "Hyväksy" }).press("Enter");
    await dispute.waitFor({ state: "detached" });
    await page.getByLabel("Näytä", { exact: true }).selectOption("accepted");
    await page.getByText("Raja korjataan rekisteriin.").first().waitFor();

    await forget(page);
    await signIn(context, server, "citizen");
    await page.goto(address);
    await card.getByText("Kiistäminen hyväksytty").waitFor();
    await card.getByText("Raja korjataan rekisteriin.").waitFor();
  });

  test("a kept check is made again and says what differs and why", async ({ page, server }) => {
    await page.goto(`${home(server)}/fi/kartta`);
    await firstMap(page);
    await keep(page, natura);
    const asked = page.waitForRequest(/\/features\/[^?]+\?.*version=\d+/);
    await page.locator(".finding").getByRole("button", { name: /^Näytä kartalla/ }).first().press("Enter");
    await asked; // as it was then
    await drawn(page, "highlight");
    await page.getByRole("button", { name: "Tarkastele uudelleen" }).press("Enter");
    await page.getByText(/^Mikään ei ole muuttunut: \d+ tulosta on samoja\.$/).first().waitFor();
    // What a later version of a layer would have said: the answer that the service gives then.
    await page.route(/\/again/, async (route) => {
      const answer = await route.fetch();
      const body = (await answer.json()) as { counts: Record<string, number>; differences: Record<string, unknown>[] };
      const found = body.differences.find((d) => d.feature_id);
      Object.assign(found ?? {}, {
        change: "gone", after: { rule_version: 1, status: "not_found", severity: "green" }, differs: ["status", "severity"],
        why: [{ kind: "layer_version", layer: "x", from: "1", to: "2", text: "Karttatasosta on julkaistu toinen versio." }, { kind: "feature_went", layer: "x", text: "Kohde on poistettu." }],
      });
      Object.assign(body.counts, { gone: 1, same: (body.counts.same ?? 0) - 1 });
      await route.fulfill({ response: answer, json: body });
    });
    await page.getByRole("button", { name: "Tarkastele uudelleen" }).press("Enter");
    const card = page.locator(".difference");
    await card.getByText("Poistunut").waitFor();
    await card.getByText("Kohde on poistettu.").waitFor();
    await page.getByText(/^Uusia 0, poistuneita 1, muuttuneita 0, ennallaan \d+\.$/).first().waitFor();
    await looked(page, "run-again-fi");
    await page.getByText("Mihin tulokset perustuvat").click();
    await page.locator(".run-basis .rows li").first().waitFor();
    await page.getByRole("button", { name: "Aloita uusi tarkastelu tästä paikasta" }).press("Enter");
    await placed(page);
    await page.getByRole("heading", { name: "Lähitarkastelun tulos" }).waitFor();
    ok(!query(page).has("run"), "the kept check is still open");
  });

  test("kept checks and disputes in Swedish, everything unfolded", async ({ page, context, server }) => {
    const [lon, lat] = [(west + east) / 2, (south + north) / 2];
    const kept = await ask<{ id: string }>(context, server, "POST", "/api/v1/checks/runs", { geometry: { type: "Point", coordinates: [lon, lat] }, project: { kind: "event" } });
    await page.goto(`${home(server)}/sv/kartta?run=${kept.id}`);
    await firstMap(page);
    await page.locator(".run-kept").waitFor();
    await page.locator(".panel details").evaluateAll((all) => all.forEach((d) => ((d as HTMLDetailsElement).open = true)));
    await page.locator(".run-basis dd").getByText("Offentlig tillställning").waitFor();
    await looked(page, "run-sv");
    await page.goto(`${home(server)}/sv/kartta?view=layers&part=disputes`);
    await page.locator(".way").first().waitFor();
    await looked(page, "disputes-signed-out-sv");
  });

  test("an address of a kept check that there is not is told", async ({ page, server, expectFailures }) => {
    expectFailures();
    await page.goto(`${server.url}/sv/kartta?run=01a20922-81b1-740f-bee0-6b45942de619`);
    await firstMap(page);
    await page.getByText("Det finns ingen sådan kontroll.").waitFor();
  });
}
