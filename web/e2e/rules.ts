import type { BrowserContext } from "playwright-core";
import { looked } from "./accessibility";
import { drawn, firstMap, overlay, query } from "./actions";
import { ask, forget, home, signIn } from "./persona";
import { equal, ok, test } from "./run";
import type { Server } from "./server";
import type { Hit, Town } from "./town";

const rule = "contaminated_near"; // no other test turns on it

interface Finding {
  rule: string;
  rule_version: number;
  severity: string;
  distance_m: number | null;
}

/** What the rule says at a place, by the service itself. */
async function says(context: BrowserContext, server: Server, at: [number, number]): Promise<Finding | undefined> {
  const { findings } = await ask<{ findings: Finding[] }>(context, server, "POST", "/api/v1/checks", { geometry: { type: "Point", coordinates: at } });
  return findings.find((f) => f.rule === rule);
}

/** Rules that officials propose, see the effect of and approve. */
export function describeRules(town: Town): void {
  test("an official changes a distance, sees what it does, and another approves it", async ({ page, context, server, expectFailures }) => {
    expectFailures(); // a title is left empty, and the effect is missing at first
    const [feature] = (await ask<{ items: Hit[] }>(context, server, "GET", `/api/v1/features?lon=${town.middle[0]}&lat=${town.middle[1]}&layers=mallila_contaminated&limit=5`)).items;
    ok(feature, "no contaminated land in the town");
    // Between the distance that is and the one that is to be.
    const [west, south, east, north] = feature.bbox;
    const middle = (south + north) / 2;
    let beside: [number, number] | null = null;
    for (let metres = 120; metres < 380 && !beside; metres += 20) {
      for (const lon of [east + metres / 51_500, west - metres / 51_500]) {
        const found = await says(context, server, [lon, middle]);
        if (!beside && found && found.severity !== "red" && found.severity !== "amber") beside = [Number(lon.toFixed(6)), Number(middle.toFixed(6))];
      }
    }
    ok(beside, "no place between the two distances");
    await ask(context, server, "POST", "/api/v1/checks/runs", { geometry: { type: "Point", coordinates: beside } });

    await page.goto(`${home(server)}/fi/kartta?view=rules`);
    await firstMap(page);
    await page.getByText(/^\d+ sääntöä voimassa tänään$/).first().waitFor();
    await looked(page, "rules-fi");
    await page.getByLabel("Hae säännöistä").fill("pilaantu");
    await page.locator(".row a").first().waitFor();
    await page.goto(`${home(server)}/fi/kartta?view=rules&rule=${rule}`);
    await page.getByRole("heading", { name: "Versiot" }).waitFor();
    equal(await page.getByRole("link", { name: "Esitä muutosta" }).count(), 0, "ways to change for everybody");
    await looked(page, "rule-fi");

    await signIn(context, server, "official");
    await page.goto(`${home(server)}/fi/kartta?view=rules&rule=${rule}`);
    await page.getByRole("link", { name: "Esitä muutosta" }).press("Enter");
    await page.getByRole("heading", { name: "Esitä säännön muutosta" }).waitFor();
    const today = await page.evaluate(() => new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Helsinki", dateStyle: "short" }).format(new Date()));
    await page.getByLabel("Voimaan", { exact: true }).fill(today);
    await page.getByLabel("Etäisyys metreinä").fill("400");
    const title = page.getByRole("group", { name: "Otsikko" }).getByLabel("ruotsiksi");
    const swedish = await title.inputValue();
    await title.fill("");
    await page.getByLabel("Miksi sääntöä muutetaan").fill("Haitta-aineet kulkeutuvat kauemmas.");
    await page.getByRole("combobox", { name: "Lisää paikka" }).fill(`${beside[1]}, ${beside[0]}`);
    await page.locator(".rule-form .options [role=option]").first().click();
    await page.getByRole("textbox", { name: "Paikan 1 nimi" }).fill("Pellon reuna");
    await page.getByRole("button", { name: "Ehdota paikkoja" }).press("Enter");
    await page.getByRole("textbox", { name: "Paikan 2 nimi" }).waitFor();
    await looked(page, "rule-form-fi");
    await page.getByRole("button", { name: "Tallenna luonnos" }).press("Enter");
    await page.getByRole("link", { name: "Otsikko: ruotsiksi" }).press("Enter");
    ok(await title.evaluate((field) => field === document.activeElement), "the link does not lead to the field");
    await title.fill(swedish);
    await page.getByRole("button", { name: "Tallenna luonnos" }).press("Enter");
    await page.getByRole("button", { name: "Laske vaikutus" }).waitFor();
    ok(query(page).has("proposal"), "the draft has no address");
    await page.getByRole("button", { name: "Anna esitys päätettäväksi" }).press("Enter");
    await page.getByText(/Esityksen vaikutusta juuri tällä tekstillä ei ole laskettu/).waitFor();
    await page.getByRole("button", { name: "Laske vaikutus" }).press("Enter");
    const place = page.locator(".effect-places li").first();
    await place.getByText("Selvitä tai hae lupa").waitFor();
    await page.locator(".effect-steps tr[data-changed=true]").first().waitFor();
    await drawn(page, "disputes");
    ok((await overlay(page, "disputes")).some((f) => f.properties?.sign === "1"), "the place is not on the map");
    await place.getByRole("button", { name: /^Näytä kartalla/ }).press("Enter");
    await drawn(page, "highlight");
    await page.locator(".rule-changes ins", { hasText: "400" }).first().waitFor();
    await looked(page, "proposal-draft-fi");
    await page.getByRole("button", { name: "Anna esitys päätettäväksi" }).press("Enter");
    await page.getByText("Esitys odottaa toisen viranhaltijan päätöstä. Omasta esityksestä ei voi päättää.").waitFor();
    equal(await page.getByRole("button", { name: "Hyväksy" }).count(), 0, "ways to approve one's own");
    const address = page.url();

    await forget(page);
    await signIn(context, server, "approver");
    await page.goto(`${home(server)}/fi/kartta?view=rules&part=proposals`);
    await page.locator(".row").filter({ hasText: "Odottaa päätöstä" }).getByRole("link").first().press("Enter");
    await page.getByRole("heading", { name: "Päätös" }).waitFor();
    equal(query(page).get("proposal"), new URL(address).searchParams.get("proposal"), "the proposal");
    await looked(page, "proposal-decision-fi");
    await page.getByRole("button", { name: "Hyväksy" }).press("Enter");
    await page.getByText("Lue muutos ja katso vaikutus ennen hyväksymistä.").waitFor();
    await page.getByLabel("Olen lukenut muutoksen ja katsonut sen vaikutuksen").check();
    await page.getByRole("button", { name: "Hyväksy" }).press("Enter");
    await page.getByText(/^Esityksestä tuli versio \d+, voimassa/).waitFor();
    await page.getByRole("link", { name: "Sääntö", exact: true }).press("Enter");
    await page.getByText("Haitta-aineet kulkeutuvat kauemmas.").first().waitFor();
    await page.locator(".card .tag", { hasText: "Voimassa" }).first().waitFor();
    await looked(page, "rule-history-fi");

    let after = await says(context, server, beside);
    for (let tries = 0; after?.severity !== "amber" && tries < 20; tries++) {
      await page.waitForTimeout(250); // a check goes by rules that are up to a second old
      after = await says(context, server, beside);
    }
    ok(after?.severity === "amber" && (after.distance_m ?? 0) > 100, `the check after the approval: ${JSON.stringify(after)}`);

    for (const [lang, part] of [["sv", "rule=explosives_a_site&part=change"], ["en", "rule=contaminated_near"]] as const) {
      await signIn(context, server, "official");
      await page.goto(`${home(server)}/${lang}/kartta?view=rules&${part}`);
      await page.locator("form.rule-form, .rule-facts").first().waitFor();
      await looked(page, `rules-${lang}`);
    }
  });
}
