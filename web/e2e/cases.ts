import type { BrowserContext, Page } from "playwright-core";
import { looked } from "./accessibility";
import { drawn, firstMap, overlay, query } from "./actions";
import { ask, forget, home, signIn } from "./persona";
import { equal, ok, test } from "./run";
import type { Server } from "./server";
import type { Town } from "./town";

type Fields = Record<string, unknown>;
interface Project {
  id: string;
  revision: number;
}
interface Preview {
  missing: { pointer: string }[];
}

const area = "019aab00-0000-7000-8000-0000000000a1";
const stage = "019aab00-0000-7000-8000-0000000000a2";

/** A festival in the middle of the town, of which nothing is missing but answers of yes or no. */
function festival([lon, lat]: readonly [number, number], title: string, size: number): Fields {
  const [w, h] = [size, size / 2];
  const ring = [[lon, lat], [lon + w, lat], [lon + w, lat + h], [lon, lat + h], [lon, lat]];
  return {
    "/kind": "event", "/title": title, "/summary": "Musiikkia torilla.", "/announcement": "Tervetuloa koko perheen juhlaan!", "/organiser": "Mallilan juhlat ry", "/answers/attendance": 800, "/answers/nature": "public_event",
    [`/parts/${area}`]: { id: area, name: "Juhla-alue", purpose: "site", order: 1, geometry: { type: "Polygon", coordinates: [ring] } },
    [`/parts/${stage}`]: { id: stage, name: "Päälava", purpose: "stage", order: 2, geometry: { type: "Point", coordinates: [lon + w / 2, lat + h / 2] } },
    "/days/019aab00-0000-7000-8000-0000000000a3": { id: "019aab00-0000-7000-8000-0000000000a3", kind: "open", from: "2027-06-12T18:00", to: "2027-06-13T01:00" },
    "/people/019aab00-0000-7000-8000-0000000000a4": { id: "019aab00-0000-7000-8000-0000000000a4", role: "contact", name: "Maija Mäkinen", phone: "+358 40 123 4567" },
  };
}

/** The applicant's side, which asks the API alone. */
class Applicant {
  private revision = 0;
  id = "";

  constructor(private readonly context: BrowserContext, private readonly server: Server) {}

  private ask<T>(method: "GET" | "POST" | "PATCH", path: string, data?: object): Promise<T> {
    return ask<T>(this.context, this.server, method, `/api/v1/projects${path}`, data, this.revision > 0 && method !== "GET" ? { "If-Match": `"v${this.revision}"` } : {});
  }

  async begin(changes: Fields): Promise<void> {
    const { id, revision } = await this.ask<Project>("POST", "", { changes });
    [this.id, this.revision] = [id, revision];
    const { missing } = await this.ask<Preview>("GET", `/${id}/preview`);
    const answers = missing.filter((m) => m.pointer.startsWith("/answers/")).map((m) => [m.pointer, true]);
    if (answers.length > 0) await this.save(Object.fromEntries(answers) as Fields);
  }

  async save(changes: Fields): Promise<void> {
    this.revision = (await this.ask<Project>("PATCH", `/${this.id}`, { changes })).revision;
  }

  async show(open: boolean): Promise<void> {
    this.revision = (await this.ask<Project>("POST", `/${this.id}/showing`, { open })).revision;
  }

  async restrictions(): Promise<string[]> {
    return (await this.ask<{ items: { why: string }[] }>("GET", `/${this.id}/restrictions`)).items.map((r) => r.why);
  }

  async reply(text: string): Promise<void> {
    const { items } = await this.ask<{ items: { id: string }[] }>("GET", `/${this.id}/comments`);
    await this.ask("POST", `/${this.id}/comments`, { text, answers: items.at(-1)?.id });
  }
}

/** The applicant in a browser of their own. */
async function arrive(context: BrowserContext, server: Server): Promise<{ applicant: Applicant; close: () => Promise<void> }> {
  const theirs = await context.browser()?.newContext();
  ok(theirs, "no browser");
  await signIn(theirs, server, "organiser");
  return { applicant: new Applicant(theirs, server), close: () => theirs.close() };
}

const open = async (page: Page, server: Server, lang: string, search: string) => {
  await page.goto(`${home(server)}/${lang}/kartta?${search}`);
  await firstMap(page);
};

/** Waits until what was typed is kept in the browser. */
const kept = (page: Page, text: string) =>
  page.waitForFunction(
    (typed) =>
      new Promise<boolean>((resolve) => {
        const opening = indexedDB.open("lupakartta-drafts");
        opening.onerror = () => resolve(false);
        opening.onsuccess = () => {
          const db = opening.result;
          const all = db.transaction("drafts").objectStore("drafts").getAll();
          all.onsuccess = () => {
            db.close();
            resolve((all.result as { text?: string }[]).some((draft) => draft.text === typed));
          };
        };
      }),
    text,
  );

/** Projects as authorities see them, and everybody. */
export function describeCases(town: Town): void {
  test("an event that is shown comes into the police's list, is commented, changed and looked at again; others see what is open", async ({ page, context, server, expectFailures }) => {
    expectFailures(); // a project of another municipality is not there
    const { applicant, close } = await arrive(context, server);
    await applicant.begin(festival(town.middle, "Torijuhla", 0.004));
    await applicant.show(false);

    await signIn(context, server, "police");
    await open(page, server, "fi", "");
    await page.locator(".case-news").waitFor(); // where officials begin
    await page.locator(".case-news").press("Enter");
    equal(query(page).get("view"), "cases", "the address of the list");
    const row = page.locator(".case-list li", { hasText: "Torijuhla" });
    await row.getByText("Uusi").waitFor();
    await drawn(page, "cases");
    ok((await overlay(page, "cases")).some((f) => f.properties?.sign), "the projects on the map have no signs");
    await looked(page, "cases-fi");
    await page.getByText("Rajaa laajemmin").click();
    await page.locator("#case-q").fill("ei ole olemassa");
    await page.getByText("Rajaus ei jätä yhtään hanketta.").waitFor();
    ok(query(page).get("filter")?.includes("q="), "the filter is not in the address");
    await page.getByRole("button", { name: "Poista rajaukset" }).press("Enter");

    await row.getByRole("link").press("Enter");
    await page.getByRole("heading", { name: "Torijuhla" }).waitFor();
    await page.getByText("Maija Mäkinen").first().waitFor();
    await page.locator(".findings .summary").first().waitFor();
    await drawn(page, "plan");
    const part = page.locator(".row", { hasText: "Päälava" });
    await part.getByRole("button", { name: /^Kommentoi/ }).press("Enter");
    await part.locator("select").first().selectOption("condition");
    await part.locator("textarea").fill("Ääni hiljenee kello 22.");
    await kept(page, "Ääni hiljenee kello 22.");
    await page.reload(); // what was typed is kept
    await firstMap(page);
    await part.getByRole("button", { name: /^Kommentoi/ }).press("Enter");
    await part.getByText("Tässä on, mitä kirjoitit aiemmin.").waitFor();
    equal(await part.locator("textarea").inputValue(), "Ääni hiljenee kello 22.", "what was typed before the page was loaded again");
    await part.getByRole("button", { name: "Lähetä" }).press("Enter");
    await page.locator(".thread[data-kind=condition]", { hasText: "Ääni hiljenee kello 22." }).waitFor();
    await page.getByText("Koskee: Paikan osa: Päälava").waitFor();
    await page.getByRole("button", { name: "Minä hoidan tätä" }).press("Enter");
    await page.getByText(/^Hoitaa: .*Demo Poliisi/).waitFor();
    await looked(page, "case-fi");
    const restricted = page.locator("section.part", { has: page.locator("#case-restrict") });
    const restrict = async () => {
      await restricted.getByRole("button", { name: "Rajaa tieto" }).press("Enter");
      await restricted.locator("#restrict-item").selectOption({ label: "Paikan osa: Päälava" });
      await restricted.locator("#restrict-why").fill("Turvajärjestely.");
    };
    await restrict();
    await looked(page, "case-restricting-fi");
    await restricted.getByRole("button", { name: "Rajaa", exact: true }).press("Enter");
    await restricted.locator(".row", { hasText: "Turvajärjestely." }).getByRole("button", { name: /^Poista rajaus/ }).press("Enter");
    await restricted.locator(".row").waitFor({ state: "detached" });
    await restrict();
    await restricted.getByRole("button", { name: "Rajaa", exact: true }).press("Enter");
    await restricted.locator(".row", { hasText: "Turvajärjestely." }).waitFor();
    equal((await applicant.restrictions()).join(), "Turvajärjestely.", "what the applicant is told of restrictions");

    await applicant.reply("Selvä, hiljennämme.");
    await applicant.save({ ...festival([town.middle[0] + 0.001, town.middle[1]], "Torijuhla ja markkinat", 0.004), "/answers/attendance": 1200 });
    await applicant.show(true);
    await open(page, server, "fi", "view=cases");
    const changed = page.locator(".case-list li", { hasText: "Torijuhla ja markkinat" });
    await changed.getByText("Muuttunut sen jälkeen, kun katsoit").waitFor();
    await changed.getByRole("link").press("Enter");
    const changes = page.locator("section", { has: page.locator("#case-changes") });
    await changes.locator("ins", { hasText: "markkinat" }).waitFor();
    await changes.getByText(/Keskikohta siirtyi/).first().waitFor();
    await drawn(page, "added");
    ok((await overlay(page, "removed")).length > 0, "what has gone is not on the map");
    await page.getByText("Selvä, hiljennämme.").waitFor();
    await looked(page, "case-changed-fi");
    await page.locator("#case-versions").waitFor();
    await page.locator("section", { has: page.locator("#case-versions") }).getByRole("link", { name: /^versio 1/ }).press("Enter");
    await page.getByText("Luet aiempaa versiota 1.").waitFor();
    await page.goBack();
    const address = page.url();

    await page.goto(`${home(server)}/demo/mails`);
    await page.getByRole("link", { name: new RegExp(applicant.id) }).first().click();
    await page.getByRole("heading", { name: "Torijuhla ja markkinat" }).waitFor();

    await forget(page);
    await signIn(context, server, "tukes");
    await page.goto(address);
    await page.getByText("Hanketta ei ole, tai se ei koske viranomaistasi.").waitFor();

    await forget(page);
    await open(page, server, "fi", "view=events");
    await page.locator(".case-list").getByRole("link", { name: /Torijuhla ja markkinat/ }).press("Enter");
    await page.getByText("Tervetuloa koko perheen juhlaan!").waitFor();
    equal(await page.title().then((title) => title.startsWith("Torijuhla ja markkinat")), true, "the page's title");
    ok(!(await page.locator("#panel").innerText()).includes("Mäkinen"), "everybody sees a contact person");
    ok(!(await page.locator("#panel").innerText()).includes("Päälava"), "everybody sees what an authority restricts");
    await looked(page, "event-fi");
    await page.getByRole("button", { name: "Kopioi linkki" }).press("Enter");
    const link = await page.waitForFunction((id) => navigator.clipboard.readText().then((text) => text.includes(id) && text), applicant.id);
    await page.goto(String(await link.jsonValue()));
    await page.getByText("Tervetuloa koko perheen juhlaan!").waitFor();
    await close();
  });

  test("projects of an authority and those open to everybody, in Swedish", async ({ page, context, server }) => {
    const { applicant, close } = await arrive(context, server);
    await applicant.begin(festival(town.middle, "Torgfest", 0.003));
    await applicant.show(true);
    await close();
    await signIn(context, server, "police");
    await open(page, server, "sv", "view=cases");
    await page.getByRole("heading", { name: "Projekt i mitt område" }).waitFor();
    await page.locator(".case-list li").first().waitFor();
    await looked(page, "cases-sv");
    await page.locator(".case-list a").first().press("Enter");
    await page.locator("#case-comments").waitFor();
    await looked(page, "case-sv");
    await open(page, server, "sv", `view=events&project=${applicant.id}`);
    await page.getByText("Tervetuloa koko perheen juhlaan!").waitFor();
    await looked(page, "event-sv");
  });
}
