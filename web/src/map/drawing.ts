import type { Geometry, Position } from "geojson";
import type { Map as GlMap } from "maplibre-gl";
import { type GeoJSONStoreFeatures, TerraDraw, TerraDrawModeUndoRedo } from "terra-draw";
import type { MapEngine } from "./engine";
import { drawingModes, finishKey } from "./modes";
import { ReplayAdapter } from "./replay";
import type { Edge } from "./snap";
import type { Snapper } from "./snapper";
import type { Tool } from "./tool";

interface Listener {
  /** A shape is ready, or an edited one has changed. */
  onShape: (geometry: Geometry) => void;
  /** The shape under way, for measures in words; null when there is none. */
  onSketch: (geometry: Geometry | null) => void;
  /** The pointer, or the key that stands for it, has let go. */
  onLetGo: () => void;
  /** A corner of a shape under way was put or taken back: all that there are now; of a rectangle the first, of a circle its middle. */
  onCorners?: (corners: Position[]) => void;
}

const modes = { point: "point", line: "linestring", polygon: "polygon", rectangle: "rectangle", circle: "circle" } as const;

/** Drawing on the map by pointer, touch and keyboard. Loaded only when somebody draws. */
export class Drawing {
  private readonly draw: TerraDraw;
  private readonly map: GlMap;
  private readonly engine: MapEngine;
  private readonly listener: Listener;
  private readonly adapter: ReplayAdapter;
  private readonly modes: ReturnType<typeof drawingModes>;
  private readonly stopListening: () => void;
  private tool: Tool | null = null;
  private release = 0;
  private corners: Position[] = [];
  private replaying = false;

  /** Corners go to what the snapper finds near them; without one, where they were put. */
  constructor(engine: MapEngine, listener: Listener, snapper?: Snapper) {
    this.engine = engine;
    this.map = engine.map;
    this.listener = listener;
    const snap = (event: { containerX: number; containerY: number }) => (this.replaying ? undefined : snapper?.at({ x: event.containerX, y: event.containerY }, this.own()));
    this.modes = drawingModes(snapper && snap);
    this.adapter = new ReplayAdapter(this.map, (event) => (this.tool === "line" || this.tool === "polygon" || this.tool === "edit" ? undefined : snap(event)));
    this.draw = new TerraDraw({ adapter: this.adapter, modes: this.modes.all, undoRedo: { modeLevel: new TerraDrawModeUndoRedo() } });
    this.draw.start();
    this.draw.on("finish", (id) => this.finished(id));
    this.draw.on("change", () => this.changed());
    this.stopListening = this.listen();
  }

  /** Begins to draw with a tool, on an empty sheet. */
  begin(tool: Tool): void {
    this.reset();
    this.tool = tool;
    clearTimeout(this.release);
    this.engine.setBusy(true);
    if (tool !== "edit") this.draw.setMode(modes[tool]);
  }

  /** Begins where somebody had left off: with these corners of a line or an area, or the first of a rectangle or a circle. */
  resume(tool: Tool, corners: readonly Position[]): void {
    this.begin(tool);
    if (tool === "point") return;
    this.replaying = true;
    for (const corner of corners) this.adapter.put(corner);
    this.replaying = false;
  }

  /** Takes up an existing shape to move its corners. */
  edit(geometry: Geometry): boolean {
    const mode = { Point: "point", LineString: "linestring", Polygon: "polygon" }[geometry.type as string];
    if (!mode) return false;
    this.begin("edit");
    const feature = { type: "Feature", geometry, properties: { mode } } as GeoJSONStoreFeatures;
    const [result] = this.draw.addFeatures([feature]);
    if (!result?.valid || result.id === undefined) return false;
    this.draw.setMode("select");
    this.draw.selectFeature(result.id);
    return true;
  }

  /** Ends a shape whose corners are set: what Enter on its last corner does. */
  finish(): void {
    this.press(finishKey);
  }

  undo(): boolean {
    return this.draw.canUndo() && this.draw.undo();
  }

  redo(): boolean {
    return this.draw.canRedo() && this.draw.redo();
  }

  /** Puts the tools away; what was under way is dropped. */
  end(): void {
    this.reset();
    // The click that ended the shape is still on its way to the map.
    clearTimeout(this.release);
    this.release = window.setTimeout(() => this.engine.setBusy(false), 400);
    this.listener.onSketch(null);
  }

  close(): void {
    this.end();
    this.stopListening();
    this.draw.stop();
  }

  private reset(): void {
    this.tool = null;
    this.corners = [];
    this.draw.setMode("static");
    this.draw.clear();
  }

  private finished(id: string | number): void {
    const geometry = this.draw.getSnapshotFeature(id)?.geometry;
    if (!geometry) return;
    if (this.tool !== "edit") this.end();
    this.listener.onShape(geometry);
  }

  private changed(): void {
    if (!this.tool) return;
    const drawn = this.draw.getSnapshot().filter((f) => f.properties.mode !== "select" && !f.properties.midPoint && !f.properties.selectionPoint);
    const geometry = drawn.find((f) => f.geometry.type !== "Point")?.geometry ?? drawn[0]?.geometry ?? null;
    this.count(geometry);
    this.listener.onSketch(geometry);
  }

  /** Tells the corners that are put, without the one that follows the pointer. The tool records the shape once more with each. */
  private count(geometry: Geometry | null): void {
    if (this.tool === "rectangle" || this.tool === "circle") this.tellCorners(geometry && this.adapter.clicked ? [this.adapter.clicked] : []);
    if (this.tool !== "line" && this.tool !== "polygon") return;
    // The record of a corner is made after the shape has changed.
    queueMicrotask(() => {
      if (this.tool !== "line" && this.tool !== "polygon") return;
      const put = this.modes[this.tool].undoSize();
      const all = geometry?.type === "Polygon" ? (geometry).coordinates[0] : geometry?.type === "LineString" ? (geometry).coordinates : [];
      this.tellCorners((all ?? []).slice(0, put));
    });
  }

  private tellCorners(corners: Position[]): void {
    if (JSON.stringify(corners) === JSON.stringify(this.corners)) return;
    this.corners = corners;
    this.listener.onCorners?.(corners);
  }

  /** What of the shape under way its next corner can go to: all but its last corner, on which a click ends it, and the side to it. */
  private own(): Edge[] {
    return this.corners.length > 1 ? [{ corners: this.corners.slice(0, -1) }] : [];
  }

  /** With the map in focus: arrows move the cross in its middle by metres, Enter sets a corner there. */
  private listen(): () => void {
    const { canvas } = this.engine;
    const down = (event: KeyboardEvent) => {
      if (!this.tool || this.tool === "edit" || event.altKey || event.metaKey) return;
      const arrows: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
      const arrow = arrows[event.key];
      if (arrow) this.engine.step(arrow[0], arrow[1], event.shiftKey);
      else if (event.key === "Enter") this.click();
      else if (event.key === "Backspace" || (event.key === "z" && event.ctrlKey)) this.undo();
      else if (event.key === "y" && event.ctrlKey) this.redo();
      else return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    const up = () => {
      if (this.tool) setTimeout(() => this.listener.onLetGo()); // when the shape has its corner
    };
    canvas.addEventListener("keydown", down, { capture: true });
    canvas.addEventListener("pointerup", up);
    return () => {
      canvas.removeEventListener("keydown", down, { capture: true });
      canvas.removeEventListener("pointerup", up);
    };
  }

  /** A click in the middle of the map, for those who have no pointer. */
  private click(): void {
    const { canvas } = this.engine;
    const { x, y } = this.engine.middle;
    const box = canvas.getBoundingClientRect();
    const at = { bubbles: true, cancelable: true, clientX: box.left + x, clientY: box.top + y, button: 0, pointerId: 1, pointerType: "mouse", isPrimary: true };
    canvas.dispatchEvent(new PointerEvent("pointermove", at));
    canvas.dispatchEvent(new PointerEvent("pointerdown", { ...at, buttons: 1 }));
    canvas.dispatchEvent(new PointerEvent("pointerup", at));
  }

  private press(key: string): void {
    this.engine.canvas.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    this.engine.canvas.dispatchEvent(new KeyboardEvent("keyup", { key, bubbles: true }));
  }
}
