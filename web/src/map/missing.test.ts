import { afterEach, beforeEach, describe, it, mock } from "node:test";
import { expect } from "expect";
import type { Map as GlMap } from "maplibre-gl";
import { serviceAway } from "../api/problem";
import { askAgain } from "./missing";

describe("tiles that did not come", () => {
  let told: string[] = [];
  let asked: string[] = [];
  let sources = new Set(["first/0", "later/1"]);
  let sprite = "/sprites/light";
  let next: { action: () => void; ms: number } | null = null;
  const wait = () => {
    const due = next;
    next = null;
    due?.action();
    return due?.ms;
  };
  let handlers: Record<string, (event: object) => void> = {};
  const map = {
    on: (name: string, handler: (event: object) => void) => (handlers[name] = handler),
    getSource: (id: string) => sources.has(id),
    getSprite: () => [{ id: "default", url: sprite }],
    setSprite: (url: string) => asked.push(url),
    refreshTiles: (id: string, places: { x: number; y: number; z: number }[]) => asked.push(...places.map(({ x, y, z }) => `${id} ${z}/${x}/${y}`)),
  } as unknown as GlMap;
  const fail = (sourceId: string, x: number, status = 503) => handlers.error?.({ error: { status }, sourceId, tile: { tileID: { canonical: { x, y: 2, z: 3 } } } });

  beforeEach(() => {
    sprite = "/sprites/light";
    [told, asked, sources, handlers, next] = [[], [], new Set(["first/0", "later/1"]), {}, null];
    mock.method(Math, "random", () => 0);
    globalThis.dispatchEvent = (event) => told.push(event.type) > 0;
    askAgain(map, (action, ms) => (next = { action, ms }));
  });
  afterEach(() => mock.restoreAll());

  it("are asked for again, each once, all together", () => {
    fail("first/0", 1);
    fail("later/1", 1);
    fail("first/0", 1);
    fail("first/0", 4);
    expect(asked).toEqual([]);
    wait();
    expect(asked).toEqual(["first/0 3/1/2", "first/0 3/4/2", "later/1 3/1/2"]);
  });

  it("are asked for ever more seldom, and at once again when all have come", () => {
    for (const pause of [1000, 2000, 4000, 8000, 15_000, 15_000]) {
      fail("first/0", 1);
      handlers.idle?.({});
      expect(wait()).toBe(pause);
      expect(asked.splice(0)).toEqual(["first/0 3/1/2"]);
    }
    handlers.idle?.({});
    fail("first/0", 1);
    expect(wait()).toBe(1000);
  });

  it("of a source that has gone are let go", () => {
    fail("later/1", 1);
    sources.delete("later/1");
    wait();
    expect(asked).toEqual([]);
  });

  it("tell that the service is away, unless it is the tile that is wrong", () => {
    fail("first/0", 1, 500);
    expect(told).toEqual([]);
    fail("first/0", 1, 503);
    fail("first/0", 1, 0);
    expect(told).toEqual([serviceAway, serviceAway]);
  });

  it("are asked for together with the symbols, unless the page wants others by then", () => {
    const lost = (url: string) => handlers.error?.({ error: { status: 0, url } });
    lost("/sprites/light.json");
    lost("/sprites/light@2x.png");
    expect(told).toEqual([serviceAway, serviceAway]);
    wait();
    expect(asked.splice(0)).toEqual(["/sprites/light"]);
    lost("/sprites/light.json");
    sprite = "/sprites/dark";
    wait();
    expect(asked).toEqual([]);
  });

  it("are not the only errors: others are written down", () => {
    const written = mock.method(console, "error", () => undefined);
    handlers.error?.({ error: new Error("style") });
    wait();
    expect(written.mock.callCount()).toBe(1);
    expect(asked).toEqual([]);
  });
});
