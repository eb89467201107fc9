import type { Page } from "playwright-core";
import { corners, looked } from "./accessibility";
import { firstMap, quiet } from "./actions";
import { ask, forget, home, signIn } from "./persona";
import { equal, ok, phone, testBeside } from "./run";
import { placed } from "./place";
import type { Town } from "./town";

const account = (page: Page) => page.locator(".account-button");
const heading = (page: Page, name: string) => page.getByRole("heading", { level: 2, name, exact: true });

/** Signing in and out, my page, and acting for another. */
export function describePeople(town: Town): void {
  const [lon, lat] = town.middle;
  const at = (view: string) => `/fi/kartta?${quiet}${view ? `&${view}` : ""}`;

  testBeside("signing in by keyboard comes back to where the person was, with the place", async ({ page, server }) => {
    await page.goto(home(server) + at("view=place"));
    await firstMap(page);
    await corners(page, `${lat} ${lon}`);
    await placed(page);
    const before = new URL(page.url());
    await page.getByRole("link", { name: "Kirjaudu" }).press("Enter");
    await heading(page, "Kirjaudu").waitFor();
    ok(await page.locator(".details-top").last().evaluate((top) => top === document.activeElement), "the focus is not at the beginning of the view");
    await page.getByRole("link", { name: "Kansalainen tai yritys" }).press("Enter");
    await page.getByRole("button", { name: "Tapahtumajärjestäjä" }).press("Enter");
    await account(page).getByText("Demo Järjestäjä").waitFor();
    const after = new URL(page.url());
    equal([after.pathname, after.hash, after.searchParams.get("center")], [before.pathname, before.hash, before.searchParams.get("center")], "where the person is");
    await page.locator(".place-card").waitFor();
    ok(!after.searchParams.has("sign-in"), "the ways to sign in are still shown");
    await account(page).press("Enter");
    await page.locator(".account-menu").getByText("Asioin: itse").waitFor();
    await page.keyboard.press("Escape");
    ok(await account(page).evaluate((button) => button === document.activeElement), "Escape does not give the focus back");
    await account(page).press("Enter");
    await page.getByRole("button", { name: "Kirjaudu ulos" }).press("Enter");
    await page.getByRole("link", { name: "Kirjaudu" }).waitFor();
    const me = await page.evaluate(async () => ((await (await fetch("/api/v1/me")).json()) as { signed_in: boolean }).signed_in);
    equal(me, false, "signed in after signing out");
  });

  testBeside("a place that is too large for the way is there after signing in", async ({ page, server }) => {
    await page.goto(home(server) + at(""));
    await firstMap(page);
    const long = `#place=${"A".repeat(2500)}`;
    await page.evaluate((hash) => history.replaceState(null, "", location.pathname + location.search + hash), long);
    await page.getByRole("link", { name: "Kirjaudu" }).click();
    // The page writes the address with the place that it has; the long one is put back for the sake of the test.
    await heading(page, "Kirjaudu").waitFor();
    await page.evaluate((hash) => {
      history.replaceState(null, "", location.pathname + location.search + hash);
      dispatchEvent(new HashChangeEvent("hashchange"));
    }, long);
    const way = page.getByRole("link", { name: "Viranomainen", exact: true });
    ok((await way.getAttribute("href"))?.endsWith("%23kept"), "the address is too long for the service");
    await way.click();
    await page.getByRole("button", { name: "Kaupungin valvoja" }).click();
    await account(page).getByText("Demo Valvoja").waitFor();
    equal(new URL(page.url()).hash, long, "the fragment");
  });

  testBeside("nothing in the header moves when it is known who is signed in, on a narrow phone", async ({ page, context, server }) => {
    await signIn(context, server, "agent");
    await page.setViewportSize({ width: 320, height: 640 });
    let answer = () => {};
    const asked = new Promise<void>((done) => (answer = done));
    await page.route("**/api/v1/me", async (route) => {
      await asked;
      await route.continue();
    });
    await page.goto(home(server) + at(""));
    await page.locator(".languages a").first().waitFor();
    const places = () => page.locator(".brand, .demo-mark, .languages a, .account").evaluateAll((all) => all.map((e) => { const b = e.getBoundingClientRect(); return [b.left, b.right, b.top]; }));
    const before = await places();
    answer();
    await account(page).waitFor();
    equal(await places(), before, "places in the header");
    const [first] = before.map(([, right]) => right ?? 0).sort((a, b) => b - a);
    ok((first ?? 0) <= 320, `the header ends at ${first}`);
    for (const [i, [left = 0]] of before.entries()) ok(i === 0 || left >= (before[i - 1]?.[1] ?? 0) - 0.5, `part ${i} of the header lies on the one before`);
  });

  testBeside("the profile is saved, its faults stand by their fields, and a change made meanwhile is kept apart", async ({ page, context, server, expectFailures }) => {
    expectFailures();
    await signIn(context, server, "citizen");
    await page.goto(home(server) + at("view=me&part=profile"));
    await page.getByLabel("Sähköposti", { exact: true }).first().fill("ei osoite");
    await page.getByLabel("Postinumero").fill("12");
    await page.getByRole("button", { name: "Tallenna" }).press("Enter");
    const faults = page.getByRole("alert").filter({ hasText: "Korjaa 2 kohtaa" });
    await faults.waitFor();
    equal(await page.locator("#profile-email").getAttribute("aria-invalid"), "true", "the field of a fault");
    await page.locator("#profile-email-fault").waitFor();
    await looked(page, "me-profile-faults-fi");
    await faults.getByRole("link", { name: "Postinumero" }).press("Enter");
    ok(await page.locator("#profile-postal_code").evaluate((input) => input === document.activeElement), "a fault's link does not lead to its field");
    await page.locator("#profile-email").fill("demo@example.fi");
    await page.locator("#profile-postal_code").fill("59990");
    await page.locator("#profile-street").fill("Kirkkokatu 1");
    await page.locator("#profile-town").fill("Mallila");
    await page.getByRole("checkbox", { name: "Sähköposti" }).check();
    await page.getByRole("checkbox", { name: "Kirje" }).check();
    await page.getByLabel("Ensisijainen tapa").selectOption("paper");
    await page.getByRole("button", { name: "Tallenna" }).press("Enter");
    await page.locator(".done").getByText("Tiedot on tallennettu.").waitFor();
    const kept = await ask<{ contact: { channels: string[]; email: string } }>(context, server, "GET", "/api/v1/profile");
    equal([kept.contact.email, kept.contact.channels], ["demo@example.fi", ["paper", "email"]], "the profile that is kept");

    // Somebody else, with the same profile open, was quicker.
    const tag = (await context.request.get(`${home(server)}/api/v1/profile`)).headers().etag ?? "";
    await ask(context, server, "PUT", "/api/v1/profile", { ...kept.contact, email: "toinen@example.fi", phone: "+358 40 123 4567" }, { "If-Match": tag });
    await page.locator("#profile-email").fill("oma@example.fi");
    await page.getByRole("button", { name: "Tallenna" }).press("Enter");
    const changed = page.getByRole("alert").filter({ hasText: "Tietoja on muutettu muualla" });
    await changed.getByText("Tallennettu nyt: toinen@example.fi").waitFor();
    equal([await page.locator("#profile-email").inputValue(), await page.locator("#profile-phone").inputValue()], ["oma@example.fi", "+358 40 123 4567"], "what was typed, and what came in");
    await looked(page, "me-profile-changed-fi");
    await page.getByRole("button", { name: "Tallenna" }).press("Enter");
    await page.locator(".done").waitFor();
    equal((await ask<{ contact: { email: string } }>(context, server, "GET", "/api/v1/profile")).contact.email, "oma@example.fi", "the email that is kept");
  });

  testBeside("a person under non-disclosure is asked for no address, and told why", async ({ page, context, server }) => {
    await signIn(context, server, "protected");
    await page.goto(home(server) + at("view=me&part=profile"));
    await page.getByText("Sinulla on turvakielto").waitFor();
    equal(await page.getByLabel("Katuosoite").count(), 0, "fields for an address");
    equal(await page.getByRole("checkbox", { name: "Kirje" }).count(), 0, "letters offered");
    await looked(page, "me-profile-protected-fi");
  });

  testBeside("another session is ended from my page, and its page says so without losing what was typed", async ({ page, context, server, expectFailures }) => {
    expectFailures();
    await signIn(context, server, "resident");
    const cookies = await context.cookies();
    await page.goto(home(server) + at("view=me&part=profile"));
    await page.locator("#profile-email").fill("kesken@example.fi");
    // The same person in another browser.
    await context.clearCookies();
    await signIn(context, server, "resident");
    const other = await context.newPage();
    await other.goto(home(server) + at("view=me&part=sessions"));
    await other.locator(".session").nth(1).waitFor();
    equal(await other.locator(".session .tag").count(), 1, "sessions that are this one");
    await looked(other, "me-sessions-fi");
    await other.getByRole("button", { name: "Lopeta istunto" }).first().press("Enter");
    await other.getByText("Lopetetaanko istunto").waitFor();
    await looked(other, "me-sessions-asked-fi");
    await other.locator(".confirm .danger").press("Enter");
    await other.getByRole("status").filter({ hasText: "1 istunto on lopetettu." }).waitFor({ state: "attached" });
    equal(await other.locator(".session").count(), 1, "sessions left");
    await other.close();

    await context.clearCookies();
    await context.addCookies(cookies);
    await page.getByRole("button", { name: "Tallenna" }).press("Enter");
    const ended = page.getByRole("alert").filter({ hasText: "Istuntosi on päättynyt." });
    await ended.waitFor();
    await looked(page, "session-ended-fi");
    const [tab] = await Promise.all([context.waitForEvent("page"), ended.getByRole("link", { name: /Kirjaudu uudelleen: Kansalainen/ }).press("Enter")]);
    await tab.getByRole("button", { name: "Asukas laitoksen vieressä" }).click();
    await tab.getByText("Palaa välilehteen, jossa olit.").waitFor();
    await looked(tab, "signed-in-again-fi");
    await ended.waitFor({ state: "detached" });
    equal(await page.locator("#profile-email").inputValue(), "kesken@example.fi", "what was typed");
    await page.getByRole("button", { name: "Tallenna" }).press("Enter");
    await page.locator(".done").waitFor();
  });

  testBeside("a token is made, shown once, and revoked", async ({ page, context, server, expectFailures }) => {
    expectFailures();
    await signIn(context, server, "consultant");
    await page.goto(home(server) + at("view=me&part=tokens"));
    await page.getByText("Sinulla ei ole rajapintatunnuksia.").waitFor();
    await page.getByRole("button", { name: "Tee tunnus" }).press("Enter");
    await page.getByRole("alert").filter({ hasText: "Korjaa 2 kohtaa" }).waitFor();
    await page.getByLabel("Nimi", { exact: true }).fill("Karttaohjelma");
    await page.getByRole("checkbox", { name: /Omat tiedot/ }).check();
    await page.getByRole("button", { name: "Tee tunnus" }).press("Enter");
    const secret = await page.getByLabel("Salainen tunnus").inputValue();
    await page.getByRole("button", { name: "Kopioi tunnus" }).press("Enter");
    await page.getByRole("button", { name: "Tunnus kopioitu" }).waitFor();
    equal(await page.evaluate(() => navigator.clipboard.readText()), secret, "what was copied");
    await page.evaluate(() => navigator.clipboard.writeText(""));
    await page.locator(".token").waitFor();
    await page.getByLabel("Salainen tunnus").evaluate((input: HTMLInputElement) => (input.value = "lupakartta_00000000000000000000000000000000"));
    await looked(page, "me-tokens-fi");
    const use = () => fetch(`${home(server)}/api/v1/profile`, { headers: { Authorization: `Bearer ${secret}` } }).then((r) => r.status);
    equal(await use(), 200, "asking by the token");
    await page.reload();
    await page.locator(".token").waitFor();
    equal(await page.getByLabel("Salainen tunnus").count(), 0, "secrets after a reload");
    await page.getByRole("button", { name: "Mitätöi" }).press("Enter");
    await page.locator(".confirm .danger").press("Enter");
    await page.getByText("Sinulla ei ole rajapintatunnuksia.").waitFor();
    equal(await use(), 401, "asking by the revoked token");
  });

  testBeside("who has looked is told, page after page", async ({ page, context, server }) => {
    await signIn(context, server, "organiser");
    for (let i = 0; i < 15; i++) {
      const { id } = await ask<{ id: string }>(context, server, "POST", "/api/v1/tokens", { name: "Koe", scopes: ["profile"], days: 1 });
      await ask(context, server, "DELETE", `/api/v1/tokens/${id}`);
    }
    await page.goto(home(server) + at("view=me&part=looks"));
    await page.locator(".look").getByText("Rajapintatunnuksen mitätöinti").first().waitFor();
    await page.locator(".look").getByText("Kuka: sinä itse").first().waitFor();
    await looked(page, "me-looks-fi");
    const first = await page.locator(".look").count();
    await page.getByRole("button", { name: "Näytä lisää" }).press("Enter");
    await page.locator(".look").nth(first).waitFor();
    await page.locator(".look").getByText("Kirjautuminen").first().waitFor();
  });

  testBeside("my page is one list of its parts, and asks to sign in first", async ({ page, context, server }) => {
    await page.goto(home(server) + at("view=me"));
    await page.getByText("Kirjaudu ensin.").waitFor();
    await page.getByRole("link", { name: "Viranomainen", exact: true }).waitFor();
    await looked(page, "me-signed-out-fi");
    await signIn(context, server, "organiser");
    await page.reload();
    await page.getByText("Olet kirjautunut: Demo Järjestäjä.").waitFor();
    await looked(page, "me-fi");
    await account(page).click();
    await page.locator(".account-menu").getByRole("link", { name: "Oma sivu" }).waitFor();
    equal(await page.locator(".account-menu").getByText("Ylläpito").count(), 0, "administration offered to somebody without an office");
    await looked(page, "account-menu-fi");
    await page.getByRole("link", { name: /^Kuka on katsonut/ }).click();
    await heading(page, "Kuka on katsonut tietojani").waitFor();
    await page.goBack();
    await heading(page, "Oma sivu").waitFor();
  });

  testBeside("for whom to act is chosen at Suomi.fi", async ({ page, context, server }) => {
    await signIn(context, server, "consultant");
    await page.goto(home(server) + at("view=me&part=acting"));
    await page.getByRole("button", { name: "Yrityksen tai yhteisön puolesta" }).press("Enter");
    await page.waitForURL(/\/demo\//);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.screenshot({ path: "artifacts/screenshots/suomifi-fi.png" });
    await page.getByRole("button").first().press("Enter");
    const strip = page.getByRole("region", { name: "Kenen puolesta asioit" });
    await strip.waitFor();
    await looked(page, "acting-organisation-fi");
    ok(page.url().includes("part=acting"), "not back where the person was");
    await strip.getByRole("button", { name: "Asioi itse" }).press("Enter");
    await strip.waitFor({ state: "detached" });
  });

  testBeside("a mandate is asked for, given, used and taken back", async ({ page, context, server }) => {
    await signIn(context, server, "organiser"); // who is asked has signed in once
    await forget(page);
    await signIn(context, server, "agent");
    await page.goto(home(server) + at("view=me&part=mandates"));
    const ask_ = page.locator("details.place-form").nth(1);
    await ask_.locator("summary").press("Enter");
    await ask_.getByRole("button", { name: "Lähetä pyyntö" }).press("Enter");
    await page.getByRole("alert").filter({ hasText: "Korjaa 3 kohtaa" }).waitFor();
    await looked(page, "mandate-request-faults-fi");
    await ask_.getByLabel("Henkilötunnus").fill("150682-904U");
    await ask_.getByLabel("Sukunimi").fill("Järjestäjä");
    await ask_.getByLabel("Asiat").selectOption("events");
    await ask_.getByRole("button", { name: "Lähetä pyyntö" }).press("Enter");
    await page.locator(".done").getByText("Valtuuspyyntö on lähetetty.").waitFor();
    await page.locator(".mandate").getByText("Pyydetty").first().waitFor();

    await forget(page);
    await signIn(context, server, "organiser");
    await page.goto(home(server) + at("view=me&part=mandates"));
    await page.locator(".mandate").getByText("Pyydetty").first().waitFor();
    await looked(page, "mandate-requested-fi");
    await page.getByRole("button", { name: /^Anna valtuus ?: / }).first().press("Enter");
    await page.locator(".mandate .tag").getByText("Voimassa", { exact: true }).first().waitFor(); // the field of times has the same name

    await forget(page);
    await signIn(context, server, "agent");
    await page.goto(home(server) + at("view=me&part=acting"));
    await page.getByRole("button", { name: /^Asioi tämän puolesta ?: .*Järjestäjä/ }).press("Enter");
    const strip = page.getByRole("region", { name: "Kenen puolesta asioit" });
    await strip.getByText("Järjestäjä").waitFor();
    await looked(page, "acting-fi");
    await page.setViewportSize(phone);
    await page.goto(home(server) + at("view=layers"));
    await strip.getByText("Järjestäjä").waitFor();
    const top = await page.locator("#map-root").evaluate((map) => map.getBoundingClientRect().top);
    const bottom = await strip.evaluate((s) => s.getBoundingClientRect().bottom);
    equal(top, bottom, "the map begins under the strip");
    await looked(page, "acting-layers-fi");
    await strip.getByRole("button", { name: "Vaihda" }).click();
    await heading(page, "Kenen puolesta asioin").waitFor();
    await strip.getByRole("button", { name: "Asioi itse" }).click();
    await strip.waitFor({ state: "detached" });

    await forget(page);
    await signIn(context, server, "organiser");
    await page.goto(home(server) + at("view=me&part=mandates"));
    await page.locator(".look").getByText("Toisen puolesta asioinnin aloitus").first().waitFor();
    await looked(page, "mandates-fi");
    await page.locator(".mandate").filter({ hasText: "Voimassa" }).getByRole("button", { name: /^Peru valtuus/ }).first().press("Enter");
    await page.locator(".confirm .danger").press("Enter");
    await page.locator(".done").getByText(/^Valtuus on lakannut/).waitFor();
  });
}
