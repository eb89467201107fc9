import { type StyleSpecification, validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { firstMap } from "./actions";
import { equal, ok, test } from "./run";
import type { Town } from "./town";

/** The styles that are served, to our own page and to others. */
export function describeStyles(town: Town): void {
  test("every theme's style, light and dark, is valid and leads to its tiles and images", async ({ server }) => {
    const document = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as { paths: Record<string, { get: { parameters: { name: string; schema: { enum: string[] } }[] } }> };
    const themes = document.paths["/styles/{theme}.json"]?.get.parameters.find((p) => p.name === "theme")?.schema.enum ?? [];
    ok(themes.length > 20 && themes.includes("map"), `themes: ${themes.join(", ")}`);
    for (const theme of themes)
      for (const tone of ["", "/dark"]) {
        const style = (await (await fetch(`${server.url}/styles/${theme}${tone}.json?lang=sv`)).json()) as StyleSpecification;
        const faults = validateStyleMin(style).map((fault) => fault.message);
        ok(faults.length === 0, `${theme}${tone}: ${faults.join("; ")}`);
        const index = (await (await fetch(`${style.sprite as string}@2x.json`)).json()) as Record<string, object>;
        const named = JSON.stringify(style.layers).match(/"(hatch|back|cross|dots|bars|circle|square|diamond|triangle|pentagon|drop)-[0-9a-f]{6}"/g) ?? [];
        for (const name of named) ok(JSON.parse(name) as string in index, `${theme}${tone}: ${name} is not in the sprite`);
      }
    const broken = (await (await fetch(`${server.url}/styles/map.json`)).json()) as StyleSpecification;
    (broken.layers[1] as { type: string }).type = "filling";
    ok(validateStyleMin(broken).length > 0, "the validator lets anything pass");
  });

  test("the page draws by the style that is served, and asks for it once", async ({ page, server }) => {
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(`${server.url}/fi/kartta?z=14&center=${town.middle.join(",")}`);
    await firstMap(page);
    for (const path of ["/styles/map.json", "/styles/sprites/light.json", "/styles/sprites/light.png"]) equal(asked.filter((a) => a === path).length, 1, `requests for ${path}`);
    const style = (await (await fetch(`${server.url}/styles/map.json?lang=fi`)).json()) as StyleSpecification;
    const drawn = await page.evaluate(() => window.lupakartta?.map.map.getStyle().layers.map(({ id, ...spec }) => [id, "paint" in spec ? spec.paint : null]));
    const own = Object.fromEntries(drawn ?? []) as Record<string, object>;
    const shared = style.layers.filter((l) => l.layout?.visibility !== "none" && "source" in l);
    ok(shared.length > 5, `${shared.length} visible layers`);
    for (const layer of shared) equal(JSON.stringify(own[layer.id] ?? null), JSON.stringify(layer.paint ?? null), `paint of ${layer.id}`);
  });
}
