import { describe, it } from "node:test";
import { expect } from "expect";
import { type Part, partChanges, partsOf } from "./content";

const part = (id: string, order: number, name = id): Part => ({ id, name, purpose: "site", order, geometry: { type: "Point", coordinates: [26.6, 62.4] } });
const [a, b, c] = [part("a", 1), part("b", 2), part("c", 3)] as [Part, Part, Part];

describe("changes of the place, part by part", () => {
  it("are none when nothing changed, in whatever form the service keeps it", () => expect(partChanges([{ ...a, purpose: "" }], [{ ...a, purpose: "" }])).toEqual({}));
  it("leave the other parts alone", () => expect(Object.keys(partChanges([a, b, c], [a, { ...b, name: "Lava" }, c]))).toEqual(["/parts/b"]));
  it("take a part away", () => expect(partChanges([a, b], [a])).toEqual({ "/parts/b": null }));
  it("put a new one last", () => expect(partChanges([a], [a, { ...b, order: undefined } as never])).toMatchObject({ "/parts/b": { order: 2 } }));
  it("keep the order that was chosen", () => {
    const changes = partChanges([a, b, c], [c, a, b]);
    const fields = { "/parts/a": a, "/parts/b": b, "/parts/c": c, ...changes } as never;
    expect(partsOf(fields).map((p) => p.id)).toEqual(["c", "a", "b"]);
  });
});
