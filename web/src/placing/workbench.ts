import type { Geometry, Position } from "geojson";
import type { Drawing } from "../map/drawing";
import type { Grip, Handles } from "../map/handles";
import { type History, began, put, rebased, redone, undone } from "./history";
import { type Aim, type Part, type Shape, type Sketch, changed, sameParts, withOthers, without } from "./part";
import type { At } from "./shape";

/** What is being done on the map. */
export type Doing = { what: "draw"; tool: Sketch["tool"]; aim: Aim } | { what: Grip } | { what: "units" } | { what: "venue" };

interface State {
  history: History<readonly Part[]>;
  /** Which part is at hand. */
  held: string | null;
  doing: Doing | null;
  /** The part at hand while it is being moved. */
  live: Shape | null;
  /** The shape under way. */
  drawn: Geometry | null;
  /** The corner at hand. */
  corner: At | null;
  /** Corners go to what is near them. */
  snap: boolean;
  /** A distance that was measured. */
  measured: Geometry | null;
  /** The tools have not come: the service could not be reached. */
  toolsAway: boolean;
}

/** Those who are told of what is done. */
interface Owner {
  onChange: (parts: Part[]) => void;
  onSketch: (sketch: Sketch | null) => void;
}

/** The place that is put, part by part, with what was done before; it knows nothing of the page. */
export class Workbench {
  state: State;
  private owner: Owner;
  /** The tools on the map, when there is one and something is being done. */
  drawing: Drawing | null = null;
  handles: Handles | null = null;
  private readonly listeners = new Set<() => void>();

  constructor(parts: readonly Part[], sketch: Sketch | null, owner: Owner) {
    this.owner = owner;
    const held = sketch?.part ?? parts[0]?.id ?? null;
    this.state = { history: began(parts), held: parts.some((p) => p.id === held) ? held : null, doing: sketch && { what: "draw", tool: sketch.tool, aim: sketch.aim }, live: null, drawn: null, corner: null, snap: true, measured: null, toolsAway: false };
  }

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Who hears of changes from now on. */
  tell(owner: Owner): void {
    this.owner = owner;
  }

  /** The tools on the map have come, or have gone. */
  equip(drawing: Drawing | null, handles: Handles | null): void {
    this.drawing = drawing;
    this.handles = handles;
  }

  set(change: Partial<State>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }

  get parts(): readonly Part[] {
    return this.state.history.now;
  }

  get held(): Part | null {
    return this.parts.find((part) => part.id === this.state.held) ?? null;
  }

  /** Takes over what became of the place elsewhere. It is no step of its own: taking back takes back what was done here. */
  follow(parts: readonly Part[]): void {
    const before = this.parts;
    if (parts === before || sameParts(parts, before)) return;
    const held = parts.some((p) => p.id === this.state.held) ? this.state.held : (parts[0]?.id ?? null);
    if (held !== this.state.held && this.state.doing?.what !== "draw") this.set({ doing: null });
    this.set({ history: rebased(this.state.history, parts, (moment) => withOthers(moment, before, parts)), held, live: null });
  }

  /** A change of the list, of which the owner hears; steps of one run are taken back together. */
  apply(parts: readonly Part[], held = this.state.held, run = ""): void {
    this.set({ history: put(this.state.history, parts, run), held, live: null });
    this.owner.onChange([...parts]);
  }

  /** A change of the part at hand. */
  change(change: Partial<Part>, run = ""): void {
    const { held } = this;
    if (held) this.apply(changed(this.parts, held.id, change), held.id, run && `${held.id} ${run}`);
  }

  /** New parts at the end of the list; the first of them is at hand. */
  add(...parts: Part[]): void {
    if (parts.length > 0) this.apply([...this.parts, ...parts], parts[0]?.id);
  }

  remove(id: string): void {
    const { parts, next } = without(this.parts, id);
    this.stop();
    this.apply(parts, next);
  }

  hold(id: string | null): void {
    if (id === this.state.held) return;
    this.leave();
    this.set({ held: id });
  }

  /** Begins something on the map. */
  begin(doing: Doing): void {
    this.leave();
    this.set({ doing, measured: null });
  }

  /** Goes over to something else: a shape whose corners are set becomes what it was to be, one with too few is dropped. */
  private leave(): void {
    const { doing } = this.state;
    if (this.underWay && doing?.what === "draw" && (doing.tool === "polygon" || doing.tool === "line")) this.drawing?.finish();
    this.stop();
  }

  /** Ends what is being done; a shape under way is dropped. */
  stop(): void {
    if (this.state.doing?.what === "draw") this.owner.onSketch(null);
    this.set({ doing: null, live: null, drawn: null, corner: null });
  }

  /** A shape under way that is kept in case that the page is lost; null: there is none any more. */
  keep(sketch: Sketch | null): void {
    this.owner.onSketch(sketch);
  }

  /** A corner of the shape under way was put or taken back. */
  corners(corners: Position[]): void {
    const { doing, held } = this.state;
    if (doing?.what === "draw") this.owner.onSketch({ aim: doing.aim, tool: doing.tool, corners, part: held });
  }

  get canUndo(): boolean {
    return this.underWay || this.state.history.past.length > 0;
  }

  get canRedo(): boolean {
    return this.state.doing?.what === "draw" || this.state.history.future.length > 0;
  }

  /** The last corner of a shape under way goes first, then the last change. */
  undo(): void {
    if (this.underWay && this.drawing?.undo()) return;
    this.step(undone);
  }

  redo(): void {
    if (this.state.doing?.what === "draw" && this.drawing?.redo()) return;
    this.step(redone);
  }

  private get underWay(): boolean {
    return this.state.doing?.what === "draw" && this.state.drawn !== null;
  }

  private step(go: (history: History<readonly Part[]>) => History<readonly Part[]>): void {
    const history = go(this.state.history);
    if (history.now === this.parts) return;
    const held = history.now.some((p) => p.id === this.state.held) ? this.state.held : (history.now.at(-1)?.id ?? null);
    if (held !== this.state.held) this.stop();
    this.set({ history, held, live: null });
    this.owner.onChange([...history.now]);
  }
}
