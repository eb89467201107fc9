import type { Geometry, Position } from "geojson";
import { describe, it, mock } from "node:test";
import { expect } from "expect";
import type { LonLat } from "../geo/tm35fin";
import { type Clock, Municipalities, type Municipality, probes } from "./municipalities";

const box = (w: number, s: number, e: number, n: number): Geometry => ({ type: "Polygon", coordinates: [[[w, s], [e, s], [e, n], [w, n], [w, s]]] });

describe("points that are asked about", () => {
  it("are few", () => {
    const ring = Array.from({ length: 64 }, (_, i): Position => [25 + Math.cos(i / 10.2), 62 + Math.sin(i / 10.2)]);
    expect(probes({ type: "Polygon", coordinates: [[...ring, ring[0] as Position]] })).toHaveLength(5);
  });
  it("are the middle and each corner once", () => expect(probes(box(24, 60, 26, 62))).toEqual([[25, 61], [24, 60], [26, 60], [26, 62], [24, 62]]));
  it("lie on the drawing", () => {
    const bent: Geometry = { type: "Polygon", coordinates: [[[24, 60], [28, 60], [28, 61], [25, 61], [25, 64], [24, 64], [24, 60]]] };
    expect(probes(bent)).not.toContainEqual([26, 62]);
    expect(probes({ type: "LineString", coordinates: [[24, 60], [28, 60], [28, 62]] })[0]).toEqual([28, 61]);
    expect(probes({ type: "LineString", coordinates: [[24, 60], [24, 60]] })).toContainEqual([24, 60]);
    expect(probes({ type: "Point", coordinates: [24, 60] })).toEqual([[24, 60]]);
  });
});

describe("municipalities", () => {
  const country: Municipality[] = [{ title: "Länsi", area: box(20, 60, 25, 65) }, { title: "Itä", area: box(25, 60, 30, 65) }];
  /** A clock whose waits are over at once. */
  const quick = (): Clock => {
    let now = 0;
    return { now: () => now, wait: (ms) => Promise.resolve(void (now += ms)) };
  };
  const service = (whole = true) => {
    const asked: number[] = [];
    const clock = quick();
    const ask = ([lon]: LonLat) => {
      asked.push(clock.now());
      const found = lon < 20 ? null : (country[lon < 25 ? 0 : 1] as Municipality);
      return Promise.resolve(found && !whole ? { ...found, area: null } : found);
    };
    return { asked, known: new Municipalities(ask, clock) };
  };
  const quiet = () => new AbortController().signal;

  it("are asked once where their areas are known", async () => {
    const { asked, known } = service();
    expect(await known.titles([[24, 61], [24.5, 62], [22, 64]], quiet())).toEqual(["Länsi"]);
    expect(await known.titles([[26, 61], [24, 61]], quiet())).toEqual(["Itä", "Länsi"]);
    expect(asked).toHaveLength(2);
  });
  it("are asked at most twice a second", async () => {
    const { asked, known } = service(false);
    expect(await known.titles([[24, 61], [24.5, 62], [26, 64]], quiet())).toEqual(["Länsi", "Itä"]);
    expect(await known.titles([[24, 61]], quiet())).toEqual(["Länsi"]);
    expect(asked.map((at) => at - (asked[0] as number))).toEqual([0, 500, 1000]);
  });
  it("are nothing where there is none", async () => expect(await service().known.titles([[19, 61]], quiet())).toEqual([]));
  it("are no longer asked for what was given up", async () => {
    const { asked, known } = service(false);
    const stop = new AbortController();
    const work = known.titles([[24, 61], [26, 61]], stop.signal);
    stop.abort();
    await expect(work).rejects.toMatchObject({ name: "AbortError" });
    expect(asked).toHaveLength(1);
  });
  it("are asked again after a failure", async () => {
    const ask = mock.fn(() => Promise.resolve(country[0] as Municipality));
    ask.mock.mockImplementationOnce(() => Promise.reject(new Error("away")));
    const known = new Municipalities(ask, quick());
    await expect(known.titles([[24, 61]], quiet())).rejects.toMatchObject({ message: "away" });
    expect(await known.titles([[24, 61]], quiet())).toEqual(["Länsi"]);
  });
});
