import { describe, it } from "node:test";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { expect } from "expect";
import { type Address, format, home, parse } from "./address";
import { isGeometry, pack, packAnswers, readFragment, unpack, unpackAnswers, writeFragment } from "./fragment";

// The browser's "deflate-raw" is in Node.js only from 20.12 on.
try {
  new CompressionStream("deflate-raw");
} catch {
  const standIn = (change: (bytes: Uint8Array) => Uint8Array) => function () {
    const chunks: Uint8Array[] = [];
    return new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk) => void chunks.push(chunk),
      flush: (out) => out.enqueue(change(Buffer.concat(chunks))),
    });
  };
  Object.assign(globalThis, { CompressionStream: standIn(deflateRawSync), DecompressionStream: standIn(inflateRawSync) });
}

describe("the page's address", () => {
  const full: Address = {
    camera: { lon: 26.61, lat: 62.41, zoom: 14.25 }, view: "list", layers: ["natura_sites", "zoning"],
    at: { lon: 26.612345, lat: 62.4 }, feature: { layer: "units", id: "990-1-2-3" }, listed: "units", check: true, kind: "shore_building", differing: true,
    authority: "mallila_building", part: "officials", layer: "natura_sites", version: 17, imported: "019aab00-0000-7000-8000-000000000001", run: "019aab00-0000-7000-8000-000000000002", batch: "01a20922-81b1-740f-bee0-6b45942de619", project: "019aab00-0000-7000-8000-000000000004", filter: "unseen=1&kind=event", rule: "natura_near", proposal: "019aab00-0000-7000-8000-000000000003", signIn: "ways", print: true,
  };
  it("is read back as it was written", () => expect(parse(format(full))).toEqual(full));
  it("is empty at home", () => expect(format(home)).toBe(""));
  it("keeps colons of a feature's id", () => expect(parse("feature=a:b:c").feature).toEqual({ layer: "a", id: "b:c" }));
  it("tells no layers from the default ones", () => {
    expect(parse("layers=").layers).toEqual([]);
    expect(parse("").layers).toBeNull();
  });
  for (const query of ["z=14", "z=x&center=1,2", "z=14&center=400,2", "center=1", "z=14&center=1,2,3", "at=,", "feature=:x", "view=none", "authority=A-1", "part=<b>", "layer=A", "version=0", "version=1.5", "import=7", "run=../x"])
    it(`leaves out what it cannot read: ${query}`, () => expect(parse(query)).toEqual(home));
});

describe("the place in the fragment", () => {
  it("is read back to a centimetre", async () => {
    const packed = await pack({ type: "Polygon", coordinates: [[[26.6100000049, 62.41], [26.62, 62.41], [26.62, 62.42], [26.6100000049, 62.41]]] });
    expect(packed).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(await unpack(packed)).toEqual({ type: "Polygon", coordinates: [[[26.61, 62.41], [26.62, 62.41], [26.62, 62.42], [26.61, 62.41]]] });
  });
  for (const text of ["", "x", "%%%", "AAAA"]) it(`gives nothing for ${JSON.stringify(text)}`, async () => expect(await unpack(text)).toBeNull());
  it("gives nothing for other JSON", async () => expect(await unpack(await pack({ type: "Circle" } as never))).toBeNull());
  it("stands beside another to compare it with, and what is planned there", async () => {
    const fragment = { place: await pack({ type: "Point", coordinates: [26, 62] }), other: await pack({ type: "Point", coordinates: [27, 62] }), plan: await packAnswers({ kind: "event", attendance: 500, loud: true }) };
    expect(readFragment(writeFragment(fragment))).toEqual(fragment);
    expect(await unpackAnswers(fragment.plan)).toEqual({ kind: "event", attendance: 500, loud: true });
    expect(writeFragment({ place: "", other: "", plan: await packAnswers({}) })).toBe("");
  });
  for (const packed of ["x", "%%%", "AAAA"]) it(`gives no answers for ${packed}`, async () => expect(await unpackAnswers(packed)).toBeNull());
  for (const told of [{ "A b": 1, nested: { a: 1 }, long: "x".repeat(300), none: null }]) {
    it(`takes no answers from ${JSON.stringify(told).slice(0, 40)}`, async () => expect(await unpackAnswers(await packAnswers(told as never))).toEqual({}));
  }
  it("knows geometries from other things", () => {
    expect(isGeometry({ type: "Point", coordinates: [26, 62] })).toBe(true);
    expect(isGeometry({ type: "Point", coordinates: ["26", 62] })).toBe(false);
    expect(isGeometry({ type: "Polygon", coordinates: [] })).toBe(false);
    expect(isGeometry({ type: "Polygon", coordinates: [[26, 62]] })).toBe(false);
    expect(isGeometry({ type: "GeometryCollection", geometries: [] })).toBe(false);
    expect(isGeometry(null)).toBe(false);
  });
});
