import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { VectorTile, classifyRings } from "@mapbox/vector-tile";
import { expect } from "expect";
import { PbfReader } from "pbf";

// Tiles of geometry that no import lets in, as tiles/whatever_test.go makes them.
const made = JSON.parse(readFileSync(path.resolve("../tiles/testdata/whatever.json"), "utf8")) as Record<string, string | null>;

const twiceArea = (ring: readonly { x: number; y: number }[]) =>
  ring.reduce((sum, p, i) => {
    const q = ring[(i + 1) % ring.length] ?? p;
    return sum + p.x * q.y - q.x * p.y;
  }, 0);

describe("a tile of whatever a table can hold is read by the public library", () => {
  it("with many kinds of geometry", () => expect(Object.keys(made).length).toBeGreaterThan(70));
  for (const [name, bytes] of Object.entries(made))
    it(name, () => {
      const { odd } = new VectorTile(new PbfReader(Buffer.from(bytes ?? "", "base64"))).layers;
      const features = Array.from({ length: odd?.length ?? 0 }, (_, i) => odd?.feature(i));
      expect(features.map((f) => f?.id)).toContain(1); // the sound square beside it
      for (const feature of features) {
        const parts = feature?.loadGeometry() ?? [];
        expect(parts.length).toBeGreaterThan(0);
        if (feature?.type !== 3) continue;
        for (const rings of classifyRings(parts)) {
          for (const [i, ring] of rings.entries()) {
            expect(ring.length).toBeGreaterThan(3); // the last is the first
            expect(ring.at(-1)).toEqual(ring[0]);
            expect(Math.sign(twiceArea(ring))).toBe(i === 0 ? 1 : -1);
            ring.slice(1).forEach((p, k) => expect([p.x, p.y]).not.toEqual([ring[k]?.x, ring[k]?.y]));
          }
        }
      }
    });
});
