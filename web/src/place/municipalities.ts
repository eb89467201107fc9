import type { Geometry, Position } from "geojson";
import { contains } from "../geo/contains";
import { middleOf, positions } from "../geo/measure";
import type { LonLat } from "../geo/tm35fin";

/** A municipality; its area where it is known as it is, not thinned. */
export interface Municipality {
  title: string;
  area: Geometry | null;
}

/** Asks for the municipality at a point; null where there is none. */
type Ask = (point: LonLat, signal: AbortSignal) => Promise<Municipality | null>;

/** Tells the time and passes it, both in milliseconds. */
export interface Clock {
  now: () => number;
  wait: (ms: number) => Promise<void>;
}

const real: Clock = { now: () => Date.now(), wait: (ms) => new Promise((done) => setTimeout(done, ms)) };

/** The most corners of a drawing that are asked about. */
const mostCorners = 4;
/** Milliseconds between two requests. */
const gap = 500;
/** Points that are remembered. */
const mostKnown = 500;

/** Points that tell in which municipalities a drawing lies: its middle, where that is a part of it, and some of its corners. */
export function probes(sketch: Geometry): LonLat[] {
  const corners = [...new Map([...positions(sketch)].map((p) => [key(p), p])).values()];
  const some = corners.filter((_, i) => Math.floor((i * mostCorners) / corners.length) !== Math.floor(((i - 1) * mostCorners) / corners.length));
  const middle = sketch.type === "LineString" ? halfway(sketch.coordinates) : middleOf(sketch);
  const own = sketch.type === "LineString" || contains(sketch, [...middle]);
  return [...(own ? [middle] : []), ...some.map(([lon, lat]): LonLat => [lon as number, lat as number])];
}

/** The middle of a line's middle piece. */
function halfway(line: Position[]): LonLat {
  const i = Math.floor((line.length - 1) / 2);
  return middleOf({ type: "LineString", coordinates: line.slice(i, i + 2) });
}

/** To about a metre: points closer than that are asked about once. */
const key = ([lon, lat]: readonly number[]) => `${lon?.toFixed(5)},${lat?.toFixed(5)}`;

/** What is known of municipalities. Asks one request after another, slowly, and never twice for what it knows. */
export class Municipalities {
  private readonly points = new Map<string, string>();
  private readonly areas = new Map<string, Geometry>();
  private free = 0;
  private readonly ask: Ask;
  private readonly clock: Clock;

  constructor(ask: Ask, clock = real) {
    this.ask = ask;
    this.clock = clock;
  }

  /** Titles of the municipalities that hold the points, the first point's first. Throws when one cannot be told. */
  async titles(points: readonly LonLat[], signal: AbortSignal): Promise<string[]> {
    const found = new Set<string>();
    for (const point of points) found.add(this.known(point) ?? (await this.asked(point, signal)));
    return [...found].filter(Boolean);
  }

  private known(point: LonLat): string | undefined {
    const title = this.points.get(key(point));
    if (title !== undefined) return title;
    return [...this.areas].find(([, area]) => contains(area, [...point]))?.[0];
  }

  private async asked(point: LonLat, signal: AbortSignal): Promise<string> {
    while (this.clock.now() < this.free) await this.clock.wait(this.free - this.clock.now());
    signal.throwIfAborted();
    this.free = this.clock.now() + gap;
    const found = await this.ask(point, signal);
    if (this.points.size >= mostKnown) this.points.clear();
    this.points.set(key(point), found?.title ?? "");
    if (found?.area) this.areas.set(found.title, found.area);
    return found?.title ?? "";
  }
}
