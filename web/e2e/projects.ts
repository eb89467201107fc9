import type { BrowserContext, Page } from "playwright-core";
import { looked } from "./accessibility";
import { firstMap, goTo, onScreen, query, still } from "./actions";
import { ask, forget, home, signIn } from "./persona";
import { equal, ok, phone, test } from "./run";
import type { Server } from "./server";
import type { Town } from "./town";

interface Project {
  id: string;
  state: string;
  revision: number;
  fields: Record<string, unknown>;
}

const at = "/api/v1/projects";
const get = (context: BrowserContext, server: Server, id: string) => ask<Project>(context, server, "GET", `${at}/${id}`);

/** Opens a page with a query and waits for its map. */
async function open(page: Page, server: Server, query: string, lang = "fi"): Promise<void> {
  await page.goto(`${home(server)}/${lang}/kartta?${query}`);
  await firstMap(page);
}

/** Waits until the page says that all is saved. */
const saved = (page: Page) => page.locator(".save-line[data-standing=saved][data-saved=true]").waitFor({ timeout: 60_000 });

/** Types a field, and waits until the service has it. */
async function typed(page: Page, field: string, text: string): Promise<void> {
  const answered = page.waitForResponse((r) => r.request().method() === "PATCH" && r.ok() && (r.request().postData() ?? "").includes(text), { timeout: 60_000 });
  await page.locator(field).fill(text);
  await answered;
}

/** Ends the page's process at once, as kill -9 does: nothing of it runs any more. */
async function killed(context: BrowserContext, page: Page): Promise<void> {
  const gone = page.waitForEvent("crash");
  const cdp = await context.newCDPSession(page);
  void cdp.send("Page.crash").catch(() => undefined);
  await gone;
  await page.close();
}

/** Tells the page's tabs that somebody has signed in, as the tab in which they did tells them. */
const tellSignedIn = (page: Page) =>
  page.evaluate(() => {
    const others = new BroadcastChannel("lupakartta:signed-in");
    others.postMessage("");
    others.close();
  });

/** What this browser keeps of projects that was not saved. */
const keptHere = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>((done) => {
        const opening = indexedDB.open("lupakartta-projects");
        opening.onsuccess = () => {
          const count = opening.result.transaction("drafts").objectStore("drafts").count();
          count.onsuccess = () => {
            opening.result.close();
            done(count.result);
          };
        };
      }),
  );

/** Somebody else, in a browser of their own, does something. */
async function meanwhile(context: BrowserContext, server: Server, persona: string, act: (theirs: BrowserContext) => Promise<unknown>): Promise<void> {
  const theirs = await context.browser()?.newContext();
  ok(theirs, "no browser");
  await signIn(theirs, server, persona);
  await act(theirs);
  await theirs.close();
}

/** A square of some metres around a point. */
const square = ([lon, lat]: [number, number], by: number) => ({ type: "Polygon", coordinates: [[[lon - by, lat - by], [lon + by, lat - by], [lon + by, lat + by], [lon - by, lat + by], [lon - by, lat - by]]] });

/** An event with all that must be told. */
async function event(context: BrowserContext, server: Server, town: Town): Promise<Project> {
  const [part, day] = ["0199aaaa-0000-7000-8000-000000000001", "0199aaaa-0000-7000-8000-000000000002"];
  const changes = {
    "/kind": "event", "/title": "Rantajuhla", "/summary": "Kesäjuhla rannalla, musiikkia ja ruokaa.", "/answers/attendance": 800, "/answers/nature": "public_event",
    [`/parts/${part}`]: { id: part, name: "Juhla-alue", purpose: "site", order: 1, geometry: square(town.middle, 0.0006) },
    [`/days/${day}`]: { id: day, kind: "open", from: "2027-06-12T18:00", to: "2027-06-13T01:00" },
  };
  return ask<Project>(context, server, "POST", at, { changes }, { "Idempotency-Key": crypto.randomUUID() });
}

/** The pages of an applicant's projects. */
export function describeProjects(town: Town): void {
  const view = `z=16.5&center=${town.middle.join()}`;

  test("a project is begun by keyboard, and no keystroke and no corner is lost when the service or the page is killed", async ({ page, context, server, expectFailures }) => {
    if (!server.ownDatabase) return;
    expectFailures(); // the service is away for a while
    await signIn(context, server, "organiser");
    await open(page, server, `view=projects&${view}`);
    await page.locator("#new-project").press("Enter");
    await page.locator(".project-kinds button").filter({ hasText: "Tapahtuma" }).first().press("Enter");
    const title = page.locator("#project-title");
    await title.waitFor();
    const id = query(page).get("project") ?? "";
    await title.pressSequentially("Ranta");
    await server.crash(async () => {
      await title.pressSequentially("juhla");
      await page.locator(".save-line").filter({ hasText: "Ei yhteyttä: muutokset ovat tässä selaimessa" }).waitFor();
      await page.locator("#project-summary").pressSequentially("Kesällä");
    });
    await saved(page);
    equal((await get(context, server, id)).fields, { "/kind": "event", "/summary": "Kesällä", "/title": "Rantajuhla" }, "what was typed while the service was killed");

    // The page is killed in the middle of a word, with the service out of reach: only the journal has the end of it.
    await page.route(`**${at}/**`, (route) => route.abort());
    await page.locator("#project-summary").pressSequentially(" rannalla, musiikkia");
    await killed(context, page);
    const second = await context.newPage();
    await open(second, server, `view=projects&project=${id}&part=basics&${view}`);
    await second.locator("#project-summary").waitFor();
    equal(await second.locator("#project-summary").inputValue(), "Kesällä rannalla, musiikkia", "what was typed when the page was killed");
    await saved(second);
    equal((await get(context, server, id)).fields["/summary"], "Kesällä rannalla, musiikkia", "what is saved of it then");

    // Likewise a shape under way: its corners are there, and drawing goes on from them.
    await goTo(second, `view=projects&project=${id}&part=place&${view}`);
    await second.getByRole("button", { name: /^Alue/ }).first().click();
    await still(second);
    const [lon, lat] = town.middle;
    const corner = async (p: Page, east: number, north: number) => {
      const { x, y } = await onScreen(p, [lon + east, lat + north]);
      await p.mouse.move(x, y);
      await p.mouse.click(x, y);
    };
    await second.waitForFunction(() => document.querySelector("canvas.drawing"));
    await corner(second, 0, 0);
    await corner(second, 0.0009, 0);
    await second.waitForTimeout(200);
    await killed(context, second);
    const third = await context.newPage();
    await open(third, server, `view=projects&project=${id}&part=place&${view}`);
    await third.waitForFunction(() => document.querySelector("canvas.drawing"), null, { timeout: 30_000 });
    await still(third);
    await corner(third, 0.0009, 0.0006);
    await third.getByRole("button", { name: "Valmis" }).first().press("Enter");
    await third.locator(".placing-parts > li").waitFor();
    await saved(third);
    const [part] = Object.entries((await get(context, server, id)).fields).filter(([path]) => path.startsWith("/parts/")).map(([, value]) => value as { geometry: { coordinates: number[][][] } });
    equal(part?.geometry.coordinates[0]?.length, 4, "corners of the area that was drawn in two pages");
    await looked(third, "project-place-fi");
    await third.close();
  });

  test("two windows write one project: fields are merged, and where both wrote one chooses", async ({ page, context, server, expectFailures }) => {
    expectFailures();
    await signIn(context, server, "organiser");
    const { id } = await event(context, server, town);
    const address = `view=projects&project=${id}&part=basics&${view}`;
    const other = await context.newPage();
    for (const p of [page, other]) {
      await open(p, server, address);
      await p.locator("#project-title").waitFor();
    }
    await page.locator("#project-title").fill("Rantajuhlat");
    await other.locator("#project-organiser").fill("Mallilan seura");
    await saved(page);
    await page.waitForFunction(() => (document.getElementById("project-organiser") as HTMLInputElement).value === "Mallilan seura", null, { timeout: 20_000 });
    await other.waitForFunction(() => (document.getElementById("project-title") as HTMLInputElement).value === "Rantajuhlat", null, { timeout: 20_000 });

    // Away, but what others save is heard of: that the choice is offered does not wait for something to be sent.
    await other.route(`**${at}/**`, (route) => (route.request().method() === "PATCH" ? route.abort() : route.continue()));
    await other.locator("#project-title").fill("Talvijuhla");
    await typed(page, "#project-title", "Syysjuhla");
    await other.locator(".project-conflicts").waitFor({ timeout: 30_000 });
    await other.unroute(`**${at}/**`);
    await other.locator(".save-line button").press("Enter");
    await looked(other, "project-conflict-fi");
    equal((await get(context, server, id)).fields["/title"], "Syysjuhla", "what is saved before the choice");
    equal(await other.locator("#project-title").inputValue(), "Talvijuhla", "what was typed is still there");
    await other.getByRole("button", { name: /^Pidä omani/ }).press("Enter");
    await saved(other);
    await page.waitForFunction(() => (document.getElementById("project-title") as HTMLInputElement).value === "Talvijuhla", null, { timeout: 20_000 });

    // Quite away: what others saved is learnt from the refusal of what was typed.
    await other.route(`**${at}/**`, (route) => route.abort());
    await other.locator("#project-title").fill("Kevätjuhla");
    await other.locator(".save-line").filter({ hasText: "Ei yhteyttä" }).waitFor();
    await typed(page, "#project-title", "Pihajuhla");
    await other.unroute(`**${at}/**`);
    await other.getByRole("button", { name: /^Ota toisen/ }).press("Enter", { timeout: 60_000 });
    await saved(other);
    equal(await other.locator("#project-title").inputValue(), "Pihajuhla", "what the other saved, as it was chosen");

    // What was saved after one was asked whether to delete the draft is seen before it goes.
    await goTo(other, `view=projects&project=${id}&part=end&${view}`);
    await other.getByRole("button", { name: /^Poista luonnos/ }).press("Enter");
    await typed(page, "#project-title", "Torijuhla");
    await other.locator(".confirm .danger").press("Enter");
    await other.locator(".confirm .note-error").waitFor();
    equal((await get(context, server, id)).fields["/title"], "Torijuhla", "what was saved meanwhile");
    await other.locator(".confirm").filter({ hasText: "Torijuhla" }).waitFor({ timeout: 20_000 });
    await other.locator(".confirm .danger").press("Enter");
    await other.locator("#projects-heading").waitFor();
    equal((await ask<{ features: { id: string }[] }>(context, server, "GET", at)).features.some((p) => p.id === id), false, "the draft is still there");
    await other.close();
  }, { coarse: true });

  test("a project of an event is shown to its authorities, next year's begins from it, and it is cancelled with a receipt", async ({ page, context, server, expectFailures }) => {
    expectFailures(); // a file that is not what it says is refused
    await signIn(context, server, "organiser");
    const { id } = await event(context, server, town);
    await open(page, server, `view=projects&${view}`);
    await page.locator(".project-list a").filter({ hasText: "Rantajuhla" }).first().waitFor();
    await looked(page, "projects-fi");
    await page.locator(`#project-row-${id} a`).press("Enter");
    await page.locator(".project-steps").first().waitFor();
    await looked(page, "project-fi");
    for (const part of ["basics", "questions", "days", "people", "audience"]) {
      await goTo(page, `view=projects&project=${id}&part=${part}&${view}`);
      if (part === "days") await page.getByText("la 12.6.2027 klo 18.00 – su 13.6.2027 klo 1.00 (7 h)").waitFor();
      if (part === "people") {
        await page.getByRole("button", { name: "Ota tiedot omasta profiilista" }).press("Enter");
        await page.waitForFunction(() => document.querySelector<HTMLInputElement>("[id$=-name]")?.value === "Demo Järjestäjä");
      }
      await looked(page, `project-${part}-fi`);
    }
    await saved(page);
    await goTo(page, `view=projects&project=${id}&part=files&${view}`);
    const chooser = page.locator("#project-file");
    await chooser.setInputFiles({ name: "kartta.pdf", mimeType: "application/pdf", buffer: Buffer.from("<script>alert(1)</script>") });
    await page.locator(".note-error").waitFor();
    await chooser.setInputFiles({ name: "ohjelma.txt", mimeType: "text/plain", buffer: Buffer.from("Ohjelma: klo 18 avajaiset.\n") });
    await page.locator(".project-item legend").filter({ hasText: "ohjelma.txt" }).waitFor();
    await page.locator("[id^=project-files][id$=-purpose]").selectOption("plan");
    await saved(page);
    await looked(page, "project-files-fi");
    await goTo(page, `view=projects&project=${id}&part=show&${view}`);
    const missing = page.locator(".note-warning li a");
    await page.locator(".project-told li").first().waitFor({ timeout: 60_000 });
    equal(await missing.count(), 0, "what is missing");
    await page.getByRole("button", { name: "Näytä kaikille" }).press("Enter");
    await page.locator(".everybody-sees").filter({ hasText: "Rantajuhla" }).waitFor();
    await looked(page, "project-show-fi");
    await page.getByRole("button", { name: "Ei vielä" }).press("Enter");
    await page.locator("#show-authorities").press("Enter");
    await page.locator(".confirm button").first().press("Enter");
    await page.locator(".done").waitFor({ timeout: 60_000 });
    equal((await get(context, server, id)).state, "visible", "the state of what was shown");
    await goTo(page, `view=projects&project=${id}&part=authorities&${view}`);
    await page.locator(".rows .row").first().waitFor();
    await looked(page, "project-authorities-fi");

    // An authority asks, and is answered.
    await meanwhile(context, server, "police", (theirs) => ask(theirs, server, "POST", `/api/v1/project-cases/${id}/comments`, { text: "Kuka vastaa järjestyksestä?", kind: "question" }));
    const seen = page.waitForResponse((r) => r.request().method() === "PUT" && r.url().includes(`${at}/${id}/news`) && r.ok());
    await goTo(page, `view=projects&project=${id}&${view}`);
    const news = page.locator("section.part", { has: page.locator("#news-heading") });
    await news.getByRole("link", { name: "Uusi kysymys" }).waitFor();
    await seen;
    equal((await ask<{ items: unknown[] }>(context, server, "GET", `${at}/${id}/news`)).items, [], "what was seen is not new");
    await looked(page, "project-news-fi");
    await news.getByRole("link", { name: "Uusi kysymys" }).press("Enter");
    const thread = page.locator(".thread").filter({ hasText: "Kuka vastaa järjestyksestä?" });
    await thread.getByRole("button", { name: /^Vastaa/ }).press("Enter");
    await thread.locator("textarea").fill("Järjestyksenvalvojat.");
    await thread.getByRole("button", { name: "Lähetä" }).press("Enter");
    await thread.locator(".comment-text").filter({ hasText: "Järjestyksenvalvojat." }).waitFor();
    const { items: said } = await ask<{ items: { text: string; answers?: string; id: string }[] }>(context, server, "GET", `${at}/${id}/comments`);
    equal(said.find((c) => c.text === "Järjestyksenvalvojat.")?.answers, said.find((c) => c.text.startsWith("Kuka"))?.id, "what was answered");
    await looked(page, "project-comments-fi");

    // What was shown is a version, to which one can go back from what was written since.
    await goTo(page, `view=projects&project=${id}&part=basics&${view}`);
    await typed(page, "#project-title", "Syysjuhla");
    await goTo(page, `view=projects&project=${id}&part=versions&${view}`);
    await page.locator(".rule-changes del").filter({ hasText: "Rantajuhla" }).waitFor();
    await looked(page, "project-versions-fi");
    await page.getByRole("button", { name: /^Palauta tämä ?: Versio 1/ }).press("Enter");
    await page.locator(".confirm .danger").press("Enter");
    await page.locator(".project-versions li").nth(2).waitFor();
    equal((await get(context, server, id)).fields["/title"], "Rantajuhla", "the title of the version that was restored");

    await goTo(page, `view=projects&project=${id}&part=copy&${view}`);
    equal(await page.locator("#copy-first-day").inputValue(), "2028-06-10", "the same weekday a year on");
    await page.getByRole("button", { name: "Tee uusi hanke" }).press("Enter");
    await page.locator("#earlier-heading").waitFor();
    const copy = query(page).get("project") ?? "";
    ok(copy !== id, "the copy is another project");
    const days = Object.entries((await get(context, server, copy)).fields).filter(([path]) => path.startsWith("/days/")).map(([, day]) => (day as { from: string }).from);
    equal(days, ["2028-06-10T18:00"], "the days of the copy");
    await looked(page, "project-copy-fi");

    await goTo(page, `view=projects&project=${id}&part=end&${view}`);
    await looked(page, "project-end-fi");
    await page.locator("#cancel-reason").fill("Sää");
    await page.getByRole("button", { name: /^Peruuta hanke/ }).press("Enter");
    await page.locator(".confirm .danger").press("Enter");
    await page.locator("#receipt").waitFor();
    equal((await get(context, server, id)).state, "cancelled", "the state of what was cancelled");
    await looked(page, "project-receipt-fi");
  });

  test("a project is begun once though the page is killed before the answer, and what is typed belongs to who typed it", async ({ page, context, server, expectFailures }) => {
    expectFailures(); // sessions end
    await signIn(context, server, "organiser");
    const own = async () => (await ask<{ features: { id: string }[] }>(context, server, "GET", at)).features.map((f) => f.id);
    const before = await own();
    await open(page, server, `view=projects&${view}`);
    await page.locator("#new-project").press("Enter");
    const arrived = new Promise<void>((done) => void page.route(`**${at}?*`, async (route) => {
      if (route.request().method() !== "POST") return route.fallback();
      await route.fetch();
      done();
    }));
    await page.locator(".project-kinds button").filter({ hasText: "Tapahtuma" }).first().press("Enter");
    await arrived;
    await killed(context, page);
    const second = await context.newPage();
    await open(second, server, `view=projects&${view}`);
    await second.locator(".new-project .note-warning button").first().press("Enter");
    const [title, summary] = [second.locator("#project-title"), second.locator("#project-summary")];
    await title.waitFor();
    const id = query(second).get("project") ?? "";
    equal((await own()).filter((each) => !before.includes(each)), [id], "projects that were begun");

    // The session ends; the same person comes back.
    const ended = second.locator(".save-line").filter({ hasText: "Istunto on päättynyt" });
    await context.clearCookies();
    await title.fill("Rantajuhla");
    await ended.waitFor();
    await summary.fill("Kesällä");
    await signIn(context, server, "organiser");
    await tellSignedIn(second);
    await saved(second);
    equal((await get(context, server, id)).fields, { "/kind": "event", "/summary": "Kesällä", "/title": "Rantajuhla" }, "what was typed while nobody was signed in");

    // Another comes: nothing of it is shown to them, or saved by them; it is there for who typed it.
    await context.clearCookies();
    await summary.fill("Salaista");
    await ended.waitFor();
    await signIn(context, server, "citizen");
    await tellSignedIn(second);
    await second.getByText("Hanketta ei ole, tai sinulla ei ole oikeutta siihen.").waitFor();
    ok(!(await second.content()).includes("Salaista"), "another is shown what was typed");
    await second.getByRole("link", { name: "Omat hankkeet" }).first().press("Enter");
    await second.locator("#new-project").waitFor();
    equal(await second.locator(".new-project .note-warning, .project-list li").count(), 0, "what another sees of it");
    await forget(second);
    await signIn(context, server, "organiser");
    await open(second, server, `view=projects&project=${id}&part=basics&${view}`);
    await summary.waitFor();
    equal(await summary.inputValue(), "Salaista", "what they had typed");
    await saved(second);
    equal((await get(context, server, id)).fields["/summary"], "Salaista", "what is saved of it then");

    // A day without its time is kept, and what is typed while the page of the project is left is saved from the list.
    await goTo(second, `view=projects&project=${id}&part=days&${view}`);
    await second.locator("#project-first-day").fill("2027-06-12");
    await second.getByRole("button", { name: "Lisää päivä" }).press("Enter");
    await saved(second);
    const hour = second.locator("[id^=project-days][id$=-from-time]");
    await hour.fill("");
    await second.reload();
    await hour.waitFor();
    equal([await hour.inputValue(), await second.locator("[id^=project-days][id$=-from-day]").inputValue()], ["", "2027-06-12"], "a day without its time, after the page was loaded anew");
    await hour.fill("13:00");
    await saved(second);
    await second.route(`**${at}/**`, (route) => (route.request().method() === "PATCH" ? route.abort() : route.fallback()));
    await goTo(second, `view=projects&project=${id}&part=basics&${view}`);
    await title.fill("Rantajuhlat");
    await second.locator(".save-line").filter({ hasText: "Ei yhteyttä" }).waitFor();
    await goTo(second, `view=projects&${view}`);
    await second.locator("#new-project").waitFor();

    // Signing out asks before it takes what is not saved off the browser.
    await second.locator(".account-button").press("Enter");
    await second.getByRole("button", { name: "Kirjaudu ulos", exact: true }).press("Enter");
    await second.locator(".account-unsaved").waitFor();
    await looked(second, "sign-out-unsaved-fi");
    const answered = second.waitForResponse((r) => r.request().method() === "PATCH" && r.ok(), { timeout: 60_000 }); // nothing but the list is open
    await second.unroute(`**${at}/**`);
    await answered;
    equal((await get(context, server, id)).fields["/title"], "Rantajuhlat", "what was saved after its page was left");
    await second.route(`**${at}/**`, (route) => (route.request().method() === "PATCH" ? route.abort() : route.fallback()));
    await goTo(second, `view=projects&project=${id}&part=basics&${view}`);
    await title.fill("Ei jää tänne");
    await second.locator(".save-line").filter({ hasText: "Ei yhteyttä" }).waitFor();
    await second.locator(".account-button").press("Enter");
    await second.getByRole("button", { name: "Kirjaudu ulos", exact: true }).press("Enter");
    await second.getByRole("button", { name: "Kirjaudu ulos silti" }).press("Enter");
    await second.getByRole("link", { name: "Kirjaudu" }).first().waitFor();
    equal(await keptHere(second), 0, "what the browser keeps after signing out");
    await second.close();
  }, { coarse: true });

  test("projects of an organisation are begun and seen by who acts for it", async ({ page, context, server, expectFailures }) => {
    expectFailures(); // for oneself it is not there
    await signIn(context, server, "consultant");
    await open(page, server, "view=me&part=acting");
    await page.getByRole("button", { name: "Yrityksen tai yhteisön puolesta" }).press("Enter");
    await page.waitForURL(/\/demo\//);
    await page.getByRole("button").first().press("Enter");
    const strip = page.getByRole("region", { name: "Kenen puolesta asioit" });
    await strip.waitFor();
    await goTo(page, `view=projects&${view}`);
    await page.getByText("Nämä ovat hankkeet, joissa toimit puolesta").waitFor();
    await looked(page, "projects-acting-fi");
    await page.locator("#new-project").press("Enter");
    await page.locator(".project-kinds button").filter({ hasText: "kemikaalilaitos" }).first().press("Enter");
    await typed(page, "#project-title", "Yrityksen hanke");
    const id = query(page).get("project") ?? "";
    await strip.getByRole("button", { name: "Asioi itse" }).press("Enter");
    await page.getByText("Hanketta ei ole, tai sinulla ei ole oikeutta siihen.").waitFor();
    const { features } = await ask<{ features: { id: string }[] }>(context, server, "GET", at);
    ok(!features.some((f) => f.id === id), "the organisation's project is among one's own");
  }, { coarse: true });

  test("an applicant's project in Swedish, on a phone", async ({ page, context, server }) => {
    await signIn(context, server, "organiser");
    const { id, revision } = await event(context, server, town);
    await ask(context, server, "POST", `${at}/${id}/showing`, { open: true }, { "If-Match": `"v${revision}"` });
    await open(page, server, `view=projects&project=${id}&${view}`, "sv");
    await page.locator(".project-steps").first().waitFor();
    await looked(page, "project-sv");
    const there = {
      basics: "#project-title", questions: ".project-section", place: ".placing-parts > li", days: ".day-words", people: ".actions button", files: "#project-file", audience: "#project-restrict", show: ".project-told li",
      comments: ".comment-form", authorities: ".rows .row", versions: ".project-versions li", copy: "#copy-first-day", end: "#cancel-reason",
    };
    for (const [part, shown] of Object.entries(there)) {
      await goTo(page, `view=projects&project=${id}&part=${part}&${view}`);
      await page.locator(shown).first().waitFor({ timeout: 60_000 });
      await looked(page, `project-${part}-sv`);
    }
    await goTo(page, `view=projects&${view}`);
    await page.locator(`#project-row-${id}`).waitFor();
    await looked(page, "projects-sv");
  }, { size: phone, touch: true, coarse: true });
}

