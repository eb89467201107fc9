import type { BrowserContext, Page } from "playwright-core";
import { looked } from "./accessibility";
import { firstMap, goTo, onScreen, query, still } from "./actions";
import { ask, home, signIn } from "./persona";
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
    for (const part of ["basics", "questions", "days", "people", "audience", "versions"]) {
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
    await page.locator("#cancel-reason").fill("Sää");
    await page.getByRole("button", { name: /^Peruuta hanke/ }).press("Enter");
    await page.locator(".confirm .danger").press("Enter");
    await page.locator("#receipt").waitFor();
    equal((await get(context, server, id)).state, "cancelled", "the state of what was cancelled");
    await looked(page, "project-receipt-fi");
  });

  test("an applicant's project in Swedish, on a phone", async ({ page, context, server }) => {
    await signIn(context, server, "organiser");
    const { id } = await event(context, server, town);
    await open(page, server, `view=projects&project=${id}&${view}`, "sv");
    await page.locator(".project-steps").first().waitFor();
    await looked(page, "project-sv");
    await goTo(page, `view=projects&project=${id}&part=days&${view}`);
    await page.locator(".day-words").waitFor();
    await looked(page, "project-days-sv");
  }, { size: phone, touch: true, coarse: true });
}

