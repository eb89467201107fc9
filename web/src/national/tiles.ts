import MVT from "ol/format/MVT";
import VectorTileSource from "ol/source/VectorTile";
import TileGrid from "ol/tilegrid/TileGrid";
import type { components } from "../api/schema";
import { patiently } from "../api/patiently";
import type { Layer } from "../layers/layer";
import { lang } from "../page/config";
import { tm35fin } from "./projection";

type MatrixSet = components["schemas"]["MatrixSet"];
type Tileset = components["schemas"]["Tileset"];

const grid = "ETRS-TM35FIN";

/** The national grid as the service describes it to programs that know OGC's standard. */
export const fetchGrid = () => patiently<MatrixSet>(`/ogc/tileMatrixSets/${grid}`, "default");

/** The tiles of a layer's version, by their OGC description. */
export async function openTiles(layer: Layer, set: MatrixSet): Promise<VectorTileSource> {
  const tileset = await patiently<Tileset>(`/ogc/collections/${layer.id}/tiles/${grid}?lang=${lang}`, "default");
  const item = tileset.links.find((link) => link.rel === "item");
  if (!item) throw new Error(`no address of tiles of ${layer.id}`);
  const address = new URL(item.href).pathname; // of this page's own host, by whichever name it was opened
  const limits = new Map(tileset.tileMatrixSetLimits.map((limit) => [limit.tileMatrix, limit]));
  const levels = set.tileMatrices.filter((level) => Number(level.id) <= Math.max(...[...limits.keys()].map(Number)));
  return new VectorTileSource({
    attributions: layer.attribution,
    format: new MVT(),
    projection: tm35fin,
    tileGrid: new TileGrid({
      origin: levels[0]?.pointOfOrigin ?? [0, 0],
      resolutions: levels.map((level) => level.cellSize),
      tileSize: [levels[0]?.tileWidth ?? 256, levels[0]?.tileHeight ?? 256],
      extent: tm35fin.getExtent(),
    }),
    tileUrlFunction: ([z, x, y]) => {
      const limit = limits.get(String(z));
      if (!limit || x === undefined || y === undefined) return undefined;
      if (x < limit.minTileCol || x > limit.maxTileCol || y < limit.minTileRow || y > limit.maxTileRow) return undefined;
      return decodeURI(address).replace("{tileMatrix}", String(z)).replace("{tileCol}", String(x)).replace("{tileRow}", String(y));
    },
    wrapX: false,
  });
}
