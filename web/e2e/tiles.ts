import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { PMTiles, type Source } from "pmtiles";
import type { Page } from "playwright-core";
import { firstMap, goTo, still } from "./actions";
import { drawnNational } from "./national";
import { equal, ok, test, testBeside } from "./run";
import type { Server } from "./server";
import type { Town } from "./town";

/** Tiles as other programs read them, and as they join on the screen. */
export function describeTiles(town: Town): void {
  testBeside("an archive opens in the public client, and its tiles are those that the service gives", async ({ server }) => {
    if (!server.ownDatabase) return;
    const folder = await mkdtemp(path.join(tmpdir(), "lupakartta-tiles-"));
    try {
      const layers = [town.natura.layer, town.street.layer];
      const out = path.join(folder, "town.pmtiles");
      const told = JSON.parse(await server.command("tiles", "export", "--layer", layers.join(","), "--out", out, "--max-zoom", "14", "--json")) as { tiles: number };
      equal(await compare(server, layers, out), told.tiles, "tiles of the archive that are the service's");
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  const filled = "mallila_zoning"; // translucent, without a pattern, over water and land

  test("the map is panned and zoomed over more than fifty tiles, and nothing goes wrong", async ({ page, server }) => {
    const tiles = new Set<string>();
    page.on("response", (response) => {
      if (response.url().includes("/tiles/") && response.status() < 300) tiles.add(response.url());
    });
    const [lon, lat] = town.middle;
    await page.goto(`${server.url}/fi/kartta?z=12&center=${lon},${lat}&layers=${filled}`);
    await firstMap(page);
    for (const [zoom, dx, dy] of [[13, 0, 0], [14, 0.01, 0], [14, 0.02, 0.005], [15, 0.02, 0.005], [15, 0, 0], [16, 0, 0.002], [16.7, 0.004, 0], [18, 0.004, 0], [15.5, -0.01, -0.004], [11, 0, 0]] as const) {
      await goTo(page, `z=${zoom}&center=${(lon + dx).toFixed(5)},${(lat + dy).toFixed(5)}&layers=${filled}`);
      await still(page);
    }
    await page.locator("#map-root canvas").first().hover();
    await page.mouse.wheel(0, -400);
    await still(page);
    ok(tiles.size > 50, `only ${tiles.size} tiles were fetched`);
  });

  test("no line is seen where tiles meet, on the map", async ({ page, server }) => {
    for (const zoom of [13.4, 14.6, 15.5]) {
      await page.goto(`${server.url}/fi/kartta?z=${zoom}&center=${town.water.join(",")}&layers=${filled}`);
      await firstMap(page);
      await still(page);
      const { lines, box } = await page.evaluate((z) => {
        const map = window.lupakartta?.map.map;
        if (!map) throw new Error("no map");
        const box = map.getCanvas().getBoundingClientRect();
        const bounds = map.getBounds();
        const across = (lon: number) => ((lon + 180) / 360) * 2 ** z;
        const down = (lat: number) => ((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * 2 ** z;
        const lines: { x?: number; y?: number }[] = [];
        for (let x = Math.ceil(across(bounds.getWest())); x <= across(bounds.getEast()); x++)
          lines.push({ x: box.left + map.project([(x / 2 ** z) * 360 - 180, bounds.getCenter().lat]).x });
        for (let y = Math.ceil(down(bounds.getNorth())); y <= down(bounds.getSouth()); y++)
          lines.push({ y: box.top + map.project([bounds.getCenter().lng, (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / 2 ** z))) * 180) / Math.PI]).y });
        return { lines, box: { x: Math.max(box.left, 420), y: Math.max(box.top, 60), width: box.right - Math.max(box.left, 420), height: box.bottom - Math.max(box.top, 60) } };
      }, Math.floor(zoom));
      judge(await seams(page, within(lines, box), box), `zoom ${zoom}`);
    }
  });

  test("no line is seen where tiles meet, on the map in the national grid", async ({ page, server }) => {
    for (const zoom of [9, 10.3, 11.4, 12]) {
      await page.goto(`${server.url}/fi/etrs-tm35fin?layers=${filled}`);
      await drawnNational(page);
      const { lines, box } = await page.evaluate(async ({ zoom, lon, lat }) => {
        const map = window.nationalMap;
        const target = document.querySelector(".national-map");
        if (!map || !target) throw new Error("no map");
        const [e, n] = map.at(lon, lat);
        map.look({ e, n, z: zoom });
        await map.still();
        const box = target.getBoundingClientRect();
        const lines: { x?: number; y?: number }[] = [];
        for (const z of [Math.floor(zoom), Math.ceil(zoom)]) {
          const side = (8192 * 256) / 2 ** z;
          const [column, row] = [Math.round((e + 548576) / side), Math.round((8388608 - n) / side)];
          for (let i = -3; i <= 3; i++) {
            const [x, y] = map.pixel(-548576 + (column + i) * side, 8388608 - (row + i) * side);
            lines.push({ x: box.left + x }, { y: box.top + y });
          }
        }
        return { lines, box: { x: box.left, y: box.top, width: box.width, height: box.height } };
      }, { zoom, lon: town.water[0], lat: town.water[1] });
      judge(await seams(page, within(lines, box), box), `zoom ${zoom}`);
    }
  });
}

/** Lines that run well within the box. */
const within = (lines: { x?: number; y?: number }[], box: { x: number; y: number; width: number; height: number }) =>
  lines.filter(({ x, y }) => (x !== undefined ? x > box.x + 60 && x < box.x + box.width - 60 : (y ?? 0) > box.y + 60 && (y ?? 0) < box.y + box.height - 60));

function judge(found: number[], what: string): void {
  const shares = found.slice(0, -1);
  ok((found.at(-1) ?? 0) > 0.9, `${what}: a line would not be seen: ${found.at(-1)}`);
  ok(Math.max(...shares) < 0.3, `${what}: lines are seen along the edges of tiles: ${shares.map((share) => share.toFixed(2)).join(" ")}`);
}

/** How wide a line along a tile's edge may be missed, in pixels. */
const beside = 4;

/**
 * Looks along lines of the screen where tiles meet: where both sides of such a line look alike, the line itself does too. Tells of
 * each line which share of it does not; what lies along the line by chance is a small part. The last number is the least share
 * that it would tell of if there were faint lines.
 */
async function seams(page: Page, lines: { x?: number; y?: number }[], box: { x: number; y: number; width: number; height: number }): Promise<number[]> {
  ok(lines.length > 0, "no tiles meet on the screen");
  const image = (await page.screenshot()).toString("base64");
  return page.evaluate(
    async ({ image, lines, box, beside }) => {
      const picture = new Image();
      picture.src = `data:image/png;base64,${image}`;
      await picture.decode();
      const canvas = document.createElement("canvas");
      canvas.width = picture.width;
      canvas.height = picture.height;
      const context = canvas.getContext("2d", { willReadFrequently: true });
      if (!context) throw new Error("no canvas");
      context.drawImage(picture, 0, 0);
      let { data, width } = context.getImageData(0, 0, picture.width, picture.height);
      const at = (x: number, y: number) => [0, 1, 2].map((part) => data[4 * (y * width + x) + part] ?? 0);
      const alike = (p: number[], q: number[]) => p.every((part, i) => Math.abs(part - (q[i] ?? 0)) <= 3);
      const share = ({ x, y }: { x?: number; y?: number }) => {
        let looked = 0;
        let seen = 0;
        const upright = x !== undefined;
        const from = Math.ceil(upright ? box.y : box.x) + 60;
        const end = Math.floor(upright ? box.y + box.height : box.x + box.width) - 60;
        for (let along = from; along < end; along++) {
          const spot = (off: number) => (upright ? at(Math.round(x) + off, along) : at(along, Math.round(y ?? 0) + off));
          if (!alike(spot(-beside), spot(beside))) continue;
          looked++;
          if ([-1, 0, 1].some((off) => !alike(spot(off), spot(beside)))) seen++;
        }
        return looked > 50 ? seen / looked : 0;
      };
      const shares = lines.map(share);
      // A faint line drawn there would be seen, which ends the list.
      context.fillStyle = "rgb(0 0 0 / 10%)";
      for (const { x, y } of lines) {
        if (x !== undefined) context.fillRect(Math.round(x), 0, 1, canvas.height);
        else context.fillRect(0, Math.round(y ?? 0), canvas.width, 1);
      }
      ({ data, width } = context.getImageData(0, 0, picture.width, picture.height));
      return [...shares, Math.min(...lines.map(share))];
    },
    { image, lines, box, beside },
  );
}

/** Compares the archive with the service, tile by tile within its bounds and one beyond; returns how many have something. */
async function compare(server: Server, layers: string[], file: string): Promise<number> {
  const handle = await open(file);
  const source: Source = {
    getKey: () => file,
    getBytes: async (offset, length) => {
      const { buffer, bytesRead } = await handle.read(new Uint8Array(length), 0, length, offset);
      return { data: buffer.buffer.slice(0, bytesRead) };
    },
  };
  const archive = new PMTiles(source);
  const header = await archive.getHeader();
  const metadata = (await archive.getMetadata()) as { attribution: string; vector_layers: { id: string }[]; layers: { id: string; version: number }[] };
  equal(metadata.vector_layers.map((l) => l.id), [...layers, "_left_out"], "layers of the archive");
  ok(metadata.attribution && metadata.layers.every((l) => l.version > 0), "no attribution, or no versions");
  equal([header.maxZoom, header.clustered, header.specVersion], [14, true, 3], "the header");
  const refs = metadata.layers.map((l) => `${l.id}@${l.version}`).join(",");
  let found = 0;
  for (let z = 0; z <= header.maxZoom; z++) {
    const across = (lon: number) => Math.floor(((lon + 180) / 360) * 2 ** z);
    const down = (lat: number) => Math.floor(((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * 2 ** z);
    for (let x = Math.max(0, across(header.minLon) - 1); x <= Math.min(2 ** z - 1, across(header.maxLon) + 1); x++)
      for (let y = Math.max(0, down(header.maxLat) - 1); y <= Math.min(2 ** z - 1, down(header.minLat) + 1); y++) {
        const kept = await archive.getZxy(z, x, y);
        const served = await fetch(`${server.url}/tiles/WebMercatorQuad/${refs}/${z}/${x}/${y}.mvt`);
        const bytes = new Uint8Array(await served.arrayBuffer());
        equal(kept ? 200 : 204, served.status, `tile ${z}/${x}/${y}`);
        if (!kept) continue;
        found++;
        ok(Buffer.from(kept.data).equals(Buffer.from(bytes)), `tile ${z}/${x}/${y} has other bytes than the service's`);
        ok(Object.keys(features(bytes)).length > 0, `tile ${z}/${x}/${y} has no layer`);
      }
  }
  await handle.close();
  return found;
}

/** The features of a tile by layer, each loaded as maps load it. */
function features(bytes: Uint8Array): Record<string, number> {
  const { layers } = new VectorTile(new PbfReader(bytes));
  return Object.fromEntries(
    Object.entries(layers).map(([name, layer]) => {
      for (let i = 0; i < layer.length; i++) ok(layer.feature(i).loadGeometry().length > 0, `a feature of ${name} without geometry`);
      return [name, layer.length];
    }),
  );
}
