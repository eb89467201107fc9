import { describe, it } from "node:test";
import { expect } from "expect";
import type { Part, Sketch } from "./part";
import { Workbench } from "./workbench";

const part = (id: string, x = 0): Part => ({ id, name: id, purpose: "site", geometry: { type: "Point", coordinates: [x, 0] } });

function opened(...parts: Part[]) {
  const told: Part[][] = [];
  const sketches: (Sketch | null)[] = [];
  const bench = new Workbench(parts, null, { onChange: (list) => told.push(list), onSketch: (sketch) => sketches.push(sketch) });
  return { bench, told, sketches };
}

const ids = (bench: Workbench) => bench.parts.map((p) => p.id).join("");

describe("the workbench", () => {
  it("tells each change once, and what is taken back", () => {
    const { bench, told } = opened(part("a"));
    bench.add(part("b"));
    bench.undo();
    bench.redo();
    expect(told.map((list) => list.length)).toEqual([2, 1, 2]);
  });
  it("hears its own changes back without a step more, in whatever form", () => {
    const { bench } = opened();
    bench.add(part("a"));
    const { id, name, purpose, geometry } = part("a");
    bench.follow([{ geometry, purpose, name, id, order: 1 } as Part]);
    bench.undo();
    expect(ids(bench)).toBe("");
  });
  it("takes back only what was done here", () => {
    const { bench } = opened(part("a"));
    bench.add(part("b"));
    bench.follow([part("a", 5), part("b"), part("c")]); // somebody else moved a and put c
    bench.undo();
    expect([ids(bench), bench.parts[0]?.geometry.coordinates]).toEqual(["ac", [5, 0]]);
    bench.redo();
    expect(ids(bench)).toBe("abc");
    bench.follow([part("b"), part("c")]); // and removed a
    bench.undo();
    expect(ids(bench)).toBe("c");
  });
  it("takes steps by keys back together, of one part only", () => {
    const { bench } = opened(part("a"), part("b"));
    bench.hold("a");
    for (const x of [1, 2, 3]) bench.change({ geometry: part("a", x).geometry }, "move");
    bench.hold("b");
    bench.change({ geometry: part("b", 9).geometry }, "move");
    bench.undo();
    expect(bench.parts.map((p) => p.geometry.coordinates[0])).toEqual([3, 0]);
    bench.undo();
    expect(bench.parts.map((p) => p.geometry.coordinates[0])).toEqual([0, 0]);
  });
  it("tells a sketch corner by corner, and when there is none any more", () => {
    const { bench, sketches } = opened(part("a"));
    bench.begin({ what: "draw", tool: "polygon", aim: "hole" });
    bench.corners([[1, 2]]);
    bench.stop();
    expect(sketches).toEqual([{ aim: "hole", tool: "polygon", corners: [[1, 2]], part: "a" }, null]);
  });
  it("goes over to something else with the shape that was under way, and drops it only when it is asked to", () => {
    const { bench } = opened();
    let finished = 0;
    bench.equip({ finish: () => finished++ } as unknown as Parameters<typeof bench.equip>[0], null);
    const corners = { type: "LineString" as const, coordinates: [[0, 0], [1, 1]] };
    for (const [tool, go] of [["polygon", () => bench.begin({ what: "units" })], ["line", () => bench.hold("a")], ["polygon", () => bench.stop()], ["rectangle", () => bench.begin({ what: "units" })]] as const) {
      bench.begin({ what: "draw", tool, aim: "part" });
      bench.set({ drawn: corners });
      go();
      expect(bench.state.drawn).toBe(null);
      bench.hold(null);
    }
    expect(finished).toBe(2);
  });
});
