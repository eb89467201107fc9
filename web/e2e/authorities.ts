import { looked } from "./accessibility";
import { drawn, firstMap, onScreen, overlay, query, still } from "./actions";
import { ask, forget, home, signIn } from "./persona";
import { equal, ok, testBeside } from "./run";
import type { Town } from "./town";

/** The directory of authorities, and the administration of their officials. */
export function describeAuthorities(town: Town): void {
  const [lon, lat] = town.middle;
  const at = (view: string) => `/fi/kartta?z=15&center=${lon},${lat}${view ? `&${view}` : ""}`;

  testBeside("an authority is found by words and by field, and its competence area is on the map", async ({ page, server }) => {
    await page.goto(home(server) + at(""));
    await firstMap(page);
    await page.locator(".more-views").getByRole("link", { name: "Viranomaiset" }).press("Enter");
    const rows = page.locator(".rows .row");
    await rows.nth(5).waitFor();
    const all = await rows.count();
    await looked(page, "authorities-fi");
    await page.getByLabel("Hae nimellä").fill("ympäristönsuojelu");
    await page.waitForFunction((all) => document.querySelectorAll(".rows .row").length < all, all);
    await page.getByRole("link", { name: "Mallilan ympäristönsuojelu" }).press("Enter");
    await page.getByRole("heading", { name: "Mallilan ympäristönsuojelu" }).waitFor();
    await page.getByText("Maa-aineslaki 555/1981").waitFor();
    await drawn(page, "competence");
    await looked(page, "authority-fi");
    const before = query(page).get("z");
    await page.getByRole("button", { name: "Näytä alue" }).first().press("Enter");
    await still(page);
    await page.waitForFunction((z) => new URLSearchParams(location.search).get("z") !== z, before);
    await looked(page, "authority-area-fi");
    equal(query(page).get("authority"), "mallila_environment", "the authority in the address");
    await page.goBack();
    equal(await page.getByLabel("Hae nimellä").inputValue(), "ympäristönsuojelu", "the words after Back");
    equal((await overlay(page, "competence")).length, 0, "areas left on the map");
    await page.getByLabel("Hae nimellä").fill("");
    await page.getByLabel("Toimiala").selectOption({ label: "Maantiet" });
    await page.getByRole("link", { name: /Elinvoimakeskus/ }).waitFor();
    await page.waitForFunction((all) => document.querySelectorAll(".rows .row").length < all, all);
    await page.getByLabel("Hae nimellä").fill("xyzzy");
    await page.getByText("Yhtään viranomaista ei löytynyt.").waitFor();
    await looked(page, "authorities-none-fi");
  });

  testBeside("a clicked point tells who is competent there, by field", async ({ page, server }) => {
    await page.goto(home(server) + at(""));
    await firstMap(page);
    const { x, y } = await onScreen(page, town.middle);
    await page.mouse.click(x, y);
    const here = page.locator(".competent");
    await here.getByText("Maa-ainesten ottaminen").waitFor();
    await here.getByRole("link", { name: "Mallilan ympäristönsuojelu" }).first().scrollIntoViewIfNeeded();
    await looked(page, "competent-fi");
    await here.getByRole("link", { name: "Mallilan ympäristönsuojelu" }).first().press("Enter");
    await page.getByRole("heading", { name: "Mallilan ympäristönsuojelu" }).waitFor();
    ok(!query(page).has("at"), "the point is still open");
  });

  testBeside("an administrator gives a role and takes it away; others see no administration", async ({ page, context, server, expectFailures }) => {
    expectFailures();
    await signIn(context, server, "consultant"); // has signed in once
    await page.goto(home(server) + at("view=authorities&authority=mallila"));
    await page.getByRole("heading", { name: "Mallilan kaupunki" }).waitFor();
    await page.locator(".account-initials").waitFor();
    equal(await page.getByRole("link", { name: "Ylläpidä" }).count(), 0, "administration offered to a stranger");
    await page.goto(home(server) + at("view=authorities&authority=mallila&part=admin"));
    await page.getByText("Et ole tämän viranomaisen pääkäyttäjä.").waitFor();
    await looked(page, "admin-refused-fi");

    await forget(page);
    await signIn(context, server, "admin");
    await page.goto(home(server) + at("view=authorities&authority=mallila"));
    await page.getByRole("link", { name: "Ylläpidä" }).press("Enter");
    await page.locator(".official").first().waitFor();
    const form = page.locator("details.place-form").first();
    await form.locator("summary").press("Enter");
    await form.getByLabel("Henkilötunnus").fill("190968-9060");
    await form.getByLabel("Sukunimi").fill("Konsultti");
    await form.getByLabel("Rooli").selectOption("registrar");
    await form.getByRole("button", { name: "Anna rooli" }).press("Enter");
    await page.locator("#appoint-national_id-fault").waitFor();
    await looked(page, "admin-faults-fi");
    await form.getByLabel("Henkilötunnus").fill("190968-9069");
    await form.getByRole("button", { name: "Anna rooli" }).press("Enter");
    await page.locator(".done").getByText("Rooli on annettu.").waitFor();
    const given = page.locator(".official").filter({ hasText: "Demo Konsultti" });
    await given.locator("dd").getByText("Kirjaaja").waitFor();
    await looked(page, "admin-fi");
    await given.getByRole("button", { name: /^Poista rooli/ }).press("Enter");
    await given.locator(".danger").press("Enter");
    await page.locator(".done").getByText("Rooli on poistettu: Demo Konsultti.").waitFor();
    await given.locator(".tag").getByText("Poistettu").first().waitFor();

    // The person sees that it was done, and in what capacity.
    const theirs = await context.browser()?.newContext({ locale: "fi-FI" });
    ok(theirs, "no browser");
    await signIn(theirs, server, "consultant");
    const my = await theirs.newPage();
    await my.goto(home(server) + at("view=me&part=looks"));
    await my.locator(".look").filter({ hasText: "Viranhaltijan roolin antaminen" }).first().getByText("Kuka: viranhaltija, Mallilan kaupunki").waitFor();
    await looked(my, "me-looks-official-fi");
    await theirs.close();

    const card = page.locator("details.place-form").nth(1);
    await card.locator(":scope > summary").press("Enter");
    await card.getByLabel("ke", { exact: true }).fill("aamulla");
    await card.getByRole("button", { name: "Tallenna" }).press("Enter");
    await page.locator("#card-days-2-fault").waitFor();
    await card.getByLabel("ke", { exact: true }).fill("9–11.30, 12–15");
    await card.getByLabel("Sähköposti").fill("ei osoite");
    await card.getByRole("button", { name: "Tallenna" }).press("Enter");
    await page.locator("#card-email-fault").waitFor();
    await looked(page, "admin-card-fi");
    await card.getByLabel("Sähköposti").fill("kirjaamo@mallila.example.fi");
    await card.getByRole("button", { name: "Tallenna" }).press("Enter");
    await card.locator(".done").waitFor();
    const kept = await ask<{ hours: { weekly: { weekday: number; from: string; to: string }[] } }>(context, server, "GET", "/api/v1/authorities/mallila");
    equal(kept.hours.weekly.filter((h) => h.weekday === 3).map((h) => `${h.from} ${h.to}`), ["09:00 11:30", "12:00 15:00"], "the hours that are kept");
  });
}
