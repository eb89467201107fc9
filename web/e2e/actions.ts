import type { Page } from "playwright-core";

/** A view of the map where next to nothing is drawn, for what is done beside the map. */
export const quiet = "z=12&center=24.2,66.1";

/** Waits until the map has drawn everything that its first look holds. */
export async function firstMap(page: Page): Promise<void> {
  await page.waitForFunction(() => performance.getEntriesByName("lupakartta:first-map").length > 0, null, { timeout: 60_000 });
  await page.getByRole("heading", { level: 1 }).waitFor({ state: "attached" });
}

/** Goes to another state of the page that is open, as the browser's Back would. */
export async function goTo(page: Page, query: string): Promise<void> {
  await page.evaluate(async (query) => {
    history.pushState(null, "", `${location.pathname}?${query}`);
    dispatchEvent(new PopStateEvent("popstate"));
    await new Promise(requestAnimationFrame);
  }, query);
}

/** Waits until the map stands still with everything drawn. */
export async function still(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((done) => {
        const map = window.lupakartta?.map.map;
        if (!map) return done();
        // A movement that was just asked for begins with the next frame.
        requestAnimationFrame(() => requestAnimationFrame(() => {
          if (map.loaded() && !map.isMoving()) return done();
          void map.once("idle").then(() => done());
        }));
      }),
  );
}

/** Where a point of the ground is on the screen. */
export async function onScreen(page: Page, [lon, lat]: [number, number]): Promise<{ x: number; y: number }> {
  return page.evaluate(([lon, lat]) => {
    const map = window.lupakartta?.map.map;
    if (!map) throw new Error("no map");
    const { x, y } = map.project([lon as number, lat as number]);
    const box = map.getCanvas().getBoundingClientRect();
    return { x: x + box.left, y: y + box.top };
  }, [lon, lat]);
}

/** Colours of the screen at points, as red, green, blue. */
export async function colours(page: Page, points: { x: number; y: number }[]): Promise<[number, number, number][]> {
  const image = (await page.screenshot()).toString("base64");
  return page.evaluate(
    async ({ image, points }) => {
      const picture = new Image();
      picture.src = `data:image/png;base64,${image}`;
      await picture.decode();
      const canvas = document.createElement("canvas");
      canvas.width = picture.width;
      canvas.height = picture.height;
      const context = canvas.getContext("2d", { willReadFrequently: true });
      if (!context) throw new Error("no canvas");
      context.drawImage(picture, 0, 0);
      return points.map(({ x, y }) => [...context.getImageData(Math.round(x), Math.round(y), 1, 1).data].slice(0, 3) as [number, number, number]);
    },
    { image, points },
  );
}

/** What is drawn on one of the map's overlays. */
export async function overlay(page: Page, name: string): Promise<{ type: string; properties: Record<string, unknown> | null }[]> {
  return page.evaluate(async (name) => {
    const source = window.lupakartta?.map.map.getSource(name) as { getData?: () => Promise<{ features: { geometry: { type: string }; properties: Record<string, unknown> | null }[] }> } | undefined;
    const data = await source?.getData?.();
    return (data?.features ?? []).map((f) => ({ type: f.geometry.type, properties: f.properties }));
  }, name);
}

/** Waits until something is drawn on one of the map's overlays. */
export async function drawn(page: Page, name: string): Promise<void> {
  const end = Date.now() + 30_000;
  while ((await overlay(page, name)).length === 0) {
    if (Date.now() > end) throw new Error(`nothing is drawn on ${name}`);
    await page.waitForTimeout(50);
  }
}

/** The query of the page's address. */
export const query = (page: Page): URLSearchParams => new URL(page.url()).searchParams;
