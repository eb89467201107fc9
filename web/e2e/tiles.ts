import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { PMTiles, type Source } from "pmtiles";
import { equal, ok, testBeside } from "./run";
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
