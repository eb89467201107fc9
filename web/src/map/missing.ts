import type { ErrorEvent, Map as GlMap } from "maplibre-gl";
import { serviceAway } from "../api/problem";

const firstPause = 1000;
const longPause = 15_000;

interface Place {
  x: number;
  y: number;
  z: number;
}

/** What the library tells of an answer that was none. */
type Answer = Error & { status?: number; url?: string };

/** What the library tells of a tile that did not come. */
export type TileError = ErrorEvent & { sourceId?: string; tile?: { tileID: { canonical: Place } } };

/**
 * Asks again for tiles and for the style's symbols that did not come, until they do. The library never does, and a hole in
 * the map looks as if nothing were there.
 */
export function askAgain(map: GlMap, later: (action: () => void, ms: number) => unknown = setTimeout): void {
  const missing = new Map<string, Map<string, Place>>(); // by source
  let symbols = ""; // address of the sprite that is missing
  let pause = firstPause;
  let waiting = false;

  const ask = () => {
    waiting = false;
    const asked = [...missing];
    missing.clear();
    if (symbols && map.getSprite()[0]?.url === symbols) map.setSprite(symbols);
    symbols = "";
    for (const [source, places] of asked) if (map.getSource(source)) map.refreshTiles(source, [...places.values()]);
    pause = Math.min(pause * 2, longPause);
  };

  const note = ({ error, sourceId, tile }: TileError): boolean => {
    if (sourceId && tile) {
      const { x, y, z } = tile.tileID.canonical;
      if (!missing.has(sourceId)) missing.set(sourceId, new Map());
      missing.get(sourceId)?.set(`${z}/${x}/${y}`, { x, y, z });
      return true;
    }
    const [sprite] = map.getSprite();
    if (!sprite || !(error as Answer).url?.startsWith(sprite.url)) return false;
    symbols = sprite.url;
    return true;
  };

  map.on("error", (event: TileError) => {
    const { error } = event;
    if (!note(event)) {
      console.error(error); // as the library does when nobody listens
      return;
    }
    if (isAway((error as Answer).status)) dispatchEvent(new Event(serviceAway));
    if (!waiting) later(ask, pause * (1 + Math.random() / 4));
    waiting = true;
  });
  map.on("idle", () => {
    if (!waiting) pause = firstPause; // everything came
  });
}

/** Whether the service could not be reached (0), or says that it is away for a moment. */
const isAway = (status = 500): boolean => status === 0 || status >= 502;
