import type { Feature, Position } from "geojson";
import { toTM35FIN } from "../geo/tm35fin";
import type { Shape } from "../placing/part";
import { bearing, between, pivot, translated, turned } from "../placing/move";
import { type At, cornerAt, cornerBeside, everyCorner, middleAfter, pieces, runs, withCornerAfter, withCornerAt, withoutCorner } from "../placing/shape";
import { contains } from "../geo/contains";
import { boxOf } from "../geo/measure";
import { fromTM35FIN } from "../geo/tm35fin";
import type { MapEngine } from "./engine";
import type { Edge, Pixel } from "./snap";
import type { Snapper } from "./snapper";

/** What is done with a shape by its handles. */
export type Grip = "corners" | "move" | "turn";

interface Listener {
  /** The shape as it is now; done when it was let go of. Steps of one run belong together. */
  onChange: (shape: Shape, done: boolean, run: string) => void;
  /** The last corner of a shape was taken away. */
  onGone: () => void;
  onChosen: (corner: At | null) => void;
  onLetGo: () => void;
}

interface Handle {
  at: Position;
  kind: "corner" | "middle" | "knob";
  corner: At;
}

/** More handles than this are not drawn: a closer look shows them. */
const most = 1000;
/** How far a finger or a pointer may be from what it takes, pixels. */
const reach = { touch: 24, mouse: 12 };

/** Corners that are moved, put and taken away, and shapes that are moved and turned whole: by pointer, touch and keys. */
export class Handles {
  private readonly engine: MapEngine;
  private readonly snapper: Snapper;
  private readonly listener: Listener;
  private readonly stopListening: () => void;
  private shape: Shape | null = null;
  private grip: Grip = "corners";
  private chosen: At | null = null;
  private drag: { from: Position; before: Shape; shape: Shape; corner: At | null; moved: boolean; change: Shape } | null = null;

  constructor(engine: MapEngine, snapper: Snapper, listener: Listener) {
    this.engine = engine;
    this.snapper = snapper;
    this.listener = listener;
    this.stopListening = this.listen();
  }

  /** Takes a shape in hand, or follows what became of it. */
  take(shape: Shape, grip: Grip): void {
    if (grip !== this.grip || !this.shape) this.choose(null);
    this.shape = shape;
    this.grip = grip;
    if (this.chosen && !cornerAt(shape, this.chosen)) this.choose(null);
    this.engine.setBusy(true, "handles");
    this.draw();
  }

  /** Lets go of the shape. */
  drop(): void {
    if (!this.shape) return;
    this.shape = null;
    this.drag = null;
    this.choose(null);
    this.engine.setBusy(false, "handles");
  }

  close(): void {
    this.drop();
    this.stopListening();
  }

  /** Chooses a corner, to be moved by keys or taken away. */
  choose(corner: At | null): void {
    this.chosen = corner;
    this.listener.onChosen(corner);
    this.draw();
  }

  private handles(): Handle[] {
    if (!this.shape) return [];
    const shape = this.shape;
    if (this.grip === "move") return [];
    if (this.grip === "turn") return [{ at: this.knob(shape), kind: "knob", corner: { run: 0, corner: 0 } }];
    const bounds = this.engine.map.getBounds();
    const seen = everyCorner(shape).filter((corner) => bounds.contains(cornerAt(shape, corner) as [number, number])).slice(0, most);
    const corners = seen.map((corner): Handle => ({ at: cornerAt(shape, corner) as Position, kind: "corner", corner }));
    const middles = seen.flatMap((corner): Handle[] => {
      const at = middleAfter(shape, corner);
      return at ? [{ at, kind: "middle", corner }] : [];
    });
    return [...corners, ...(seen.length > most / 4 ? [] : middles)];
  }

  /** The knob that turns a shape stands above it. */
  private knob(shape: Shape): Position {
    const [e, n] = pivot(shape);
    const [, south, , north] = boxOf(shape);
    const half = ((north - south) * 111_000) / 2;
    return [...fromTM35FIN([e, n + half + this.engine.metresPerPixel * 36])];
  }

  private draw(): void {
    const same = (a: At, b: At | null) => a.run === b?.run && a.corner === b.corner;
    const handles = this.handles().map(({ at, kind, corner }): Feature => ({
      type: "Feature", properties: { kind: kind === "corner" && same(corner, this.chosen) ? "chosen" : kind }, geometry: { type: "Point", coordinates: at },
    }));
    if (this.shape && this.grip === "turn") {
      const [e, n] = pivot(this.shape);
      handles.unshift({ type: "Feature", properties: { kind: "arm" }, geometry: { type: "LineString", coordinates: [[...fromTM35FIN([e, n])], this.knob(this.shape)] } });
    }
    this.engine.draw("handles", ...handles);
  }

  private pixel(event: PointerEvent): Pixel {
    const box = this.engine.canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  private position({ x, y }: Pixel): Position {
    const { lng, lat } = this.engine.map.unproject([x, y]);
    return [lng, lat];
  }

  /** The handle under a pointer; corners before the middles between them. */
  private hit({ x, y }: Pixel, within: number): Handle | null {
    let best: { handle: Handle; away: number } | null = null;
    for (const handle of this.handles()) {
      const at = this.engine.map.project(handle.at as [number, number]);
      const away = Math.hypot(at.x - x, at.y - y) + (handle.kind === "middle" ? 4 : 0);
      if (away <= within && away < (best?.away ?? Infinity)) best = { handle, away };
    }
    return best?.handle ?? null;
  }

  /** Whether a pointer is on the shape itself. */
  private onShape(pixel: Pixel, within: number): boolean {
    const shape = this.shape;
    if (!shape) return false;
    if (contains(shape, this.position(pixel))) return true;
    const near = this.edges(shape).some(({ corners }) => corners.some((c, i) => {
      const a = this.engine.map.project(c as [number, number]);
      const b = this.engine.map.project((corners[i + 1] ?? c) as [number, number]);
      const along = Math.min(Math.max(((pixel.x - a.x) * (b.x - a.x) + (pixel.y - a.y) * (b.y - a.y)) / ((b.x - a.x) ** 2 + (b.y - a.y) ** 2 || 1), 0), 1);
      return Math.hypot(a.x + along * (b.x - a.x) - pixel.x, a.y + along * (b.y - a.y) - pixel.y) <= within;
    }));
    return near;
  }

  private edges(shape: Shape): Edge[] {
    return pieces(shape).flatMap((piece): Edge[] => (piece.type === "Point" ? [{ corners: [piece.coordinates] }] : (piece.type === "LineString" ? [piece.coordinates] : piece.coordinates).map((corners) => ({ corners }))));
  }

  private down = (event: PointerEvent): void => {
    if (!this.shape || !event.isPrimary || event.button !== 0) return;
    const pixel = this.pixel(event);
    const within = event.pointerType === "touch" ? reach.touch : reach.mouse;
    const handle = this.hit(pixel, within);
    if (!handle && (this.grip === "corners" || (this.grip === "turn" ? true : !this.onShape(pixel, within)))) return;
    let shape = this.shape;
    let corner: At | null = null;
    if (handle?.kind === "middle") {
      corner = { run: handle.corner.run, corner: handle.corner.corner + 1 };
      shape = withCornerAfter(shape, handle.corner, handle.at);
    } else if (handle?.kind === "corner") corner = handle.corner;
    this.drag = { from: this.position(pixel), before: this.shape, shape, corner, moved: false, change: shape };
    this.engine.map.dragPan.disable();
    this.engine.canvas.setPointerCapture(event.pointerId);
    event.preventDefault();
  };

  private move = (event: PointerEvent): void => {
    if (!this.drag || !event.isPrimary) return;
    const { drag } = this;
    const pixel = this.pixel(event);
    const to = this.position(pixel);
    const start = this.engine.map.project(drag.from as [number, number]);
    if (!drag.moved && Math.hypot(start.x - pixel.x, start.y - pixel.y) < 4) return;
    drag.moved = true;
    drag.change = this.changed(drag, pixel, to);
    this.shape = drag.change;
    if (drag.corner) this.chosen = drag.corner;
    this.draw();
    this.listener.onChange(drag.change, false, "");
  };

  private changed({ shape, from, corner }: NonNullable<Handles["drag"]>, pixel: Pixel, to: Position): Shape {
    if (corner) return withCornerAt(shape, corner, this.snapper.at(pixel, this.beside(shape, corner)) ?? rounded(to));
    if (this.grip === "turn") return turned(shape, bearing(shape, to) - bearing(shape, from));
    return translated(shape, ...between(from, to));
  }

  /** The edges of the shape that do not move with a corner. */
  private beside(shape: Shape, { run, corner }: At): Edge[] {
    return runs(shape).flatMap((row, i): Edge[] => {
      if (i !== run) return [row];
      if (!row.closed) return [{ corners: row.corners.slice(0, corner) }, { corners: row.corners.slice(corner + 1) }];
      return [{ corners: [...row.corners.slice(corner + 1), ...row.corners.slice(0, corner)] }];
    });
  }

  private up = (event: PointerEvent): void => {
    if (!this.drag || !event.isPrimary) return;
    const { drag } = this;
    this.drag = null;
    this.engine.map.dragPan.enable();
    if (event.type === "pointercancel") {
      this.shape = drag.before;
      this.draw();
      this.listener.onChange(drag.before, false, "");
      return;
    }
    if (!drag.moved) {
      if (drag.corner && cornerAt(this.shape as Shape, drag.corner)) this.choose(drag.corner);
      return;
    }
    this.listener.onChange(drag.change, true, "");
    if (drag.corner) this.choose(drag.corner);
    this.listener.onLetGo();
  };

  /** A corner beside the chosen one, round and round; the first when none is. */
  next(by: 1 | -1): void {
    if (!this.shape) return;
    const to = cornerBeside(this.shape, this.chosen, by);
    this.choose(to);
    const at = to && cornerAt(this.shape, to);
    if (at && !this.engine.map.getBounds().contains(at as [number, number])) this.engine.map.jumpTo({ center: at as [number, number] });
    this.draw();
  }

  /** A new corner half-way to the next. */
  insert(): void {
    const at = this.shape && this.chosen && (middleAfter(this.shape, this.chosen) ?? null);
    if (!this.shape || !this.chosen || !at) return;
    const corner = { run: this.chosen.run, corner: this.chosen.corner + 1 };
    this.put(withCornerAfter(this.shape, this.chosen, rounded(at)), "");
    this.choose(corner);
  }

  /** Takes the chosen corner away. */
  remove(): void {
    if (!this.shape || !this.chosen) return;
    const left = withoutCorner(this.shape, this.chosen);
    if (!left) {
      this.listener.onGone();
      return;
    }
    const { run, corner } = this.chosen;
    this.put(left, "");
    this.choose(cornerAt(left, { run, corner: Math.max(corner - 1, 0) }) ? { run, corner: Math.max(corner - 1, 0) } : null);
  }

  /** Puts the chosen corner somewhere by its numbers. */
  place(to: Position): void {
    if (this.shape && this.chosen) this.put(withCornerAt(this.shape, this.chosen, rounded(to)), "");
  }

  private put(shape: Shape, run: string): void {
    this.shape = shape;
    this.draw();
    this.listener.onChange(shape, true, run);
    this.listener.onLetGo();
  }

  private step(east: number, north: number, far: boolean): void {
    const metres = this.engine.stride(far) ;
    if (!this.shape) return;
    if (this.grip === "turn") this.put(turned(this.shape, (east || -north) * (far ? 15 : 1)), "turn");
    else if (this.grip === "move") this.put(translated(this.shape, east * metres, north * metres), "move");
    else if (this.chosen) {
      const [lon, lat] = cornerAt(this.shape, this.chosen) as [number, number];
      const [e, n] = toTM35FIN([lon, lat]);
      this.put(withCornerAt(this.shape, this.chosen, rounded(fromTM35FIN([e + east * metres, n + north * metres]))), `corner ${this.chosen.run} ${this.chosen.corner}`);
    }
  }

  private key = (event: KeyboardEvent): void => {
    if (!this.shape || event.altKey || event.metaKey || event.ctrlKey) return;
    const arrows: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    const arrow = arrows[event.key];
    if (arrow && (this.grip !== "corners" || this.chosen)) this.step(arrow[0], arrow[1], event.shiftKey);
    else if (this.grip !== "corners") return;
    else if (event.key === "PageDown") this.next(1);
    else if (event.key === "PageUp") this.next(-1);
    else if (event.key === "Insert" || event.key === "Enter") this.insert();
    else if (event.key === "Delete" || event.key === "Backspace") this.remove();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  private listen(): () => void {
    const { canvas, map } = this.engine;
    const again = () => this.shape && this.draw(); // the knob stands at the same distance, and other corners come into sight
    canvas.addEventListener("pointerdown", this.down, { capture: true });
    canvas.addEventListener("pointermove", this.move);
    canvas.addEventListener("pointerup", this.up);
    canvas.addEventListener("pointercancel", this.up);
    canvas.addEventListener("keydown", this.key, { capture: true });
    map.on("moveend", again);
    return () => {
      canvas.removeEventListener("pointerdown", this.down, { capture: true });
      canvas.removeEventListener("pointermove", this.move);
      canvas.removeEventListener("pointerup", this.up);
      canvas.removeEventListener("pointercancel", this.up);
      canvas.removeEventListener("keydown", this.key, { capture: true });
      map.off("moveend", again);
    };
  }
}

/** To a centimetre, as the service keeps places. */
const rounded = ([lon, lat]: readonly number[]): Position => [Number((lon as number).toFixed(7)), Number((lat as number).toFixed(7))];
