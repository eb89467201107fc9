import type { Geometry } from "geojson";
import type { Map as GlMap } from "maplibre-gl";
import {
  type GeoJSONStoreFeatures, type HexColor, TerraDraw, TerraDrawCircleMode, TerraDrawLineStringMode, TerraDrawModeUndoRedo, TerraDrawPointMode,
  TerraDrawPolygonMode, TerraDrawRectangleMode, TerraDrawSelectMode,
} from "terra-draw";
import { TerraDrawMapLibreGLAdapter } from "terra-draw-maplibre-gl-adapter";
import { isDark } from "./dark";
import type { MapEngine } from "./engine";
import { inkOf } from "./style/ink";
import type { Tool } from "./tool";

interface Listener {
  /** A shape is ready, or an edited one has changed. */
  onShape: (geometry: Geometry) => void;
  /** The shape under way, for measures in words; null when there is none. */
  onSketch: (geometry: Geometry | null) => void;
  /** The pointer, or the key that stands for it, has let go. */
  onLetGo: () => void;
}

const modes = { point: "point", line: "linestring", polygon: "polygon", rectangle: "rectangle", circle: "circle" } as const;

/** Asked each time that something is drawn: the map's tone can change meanwhile. */
const ink = (): HexColor => inkOf(isDark()).ink as HexColor;
const edge = (): HexColor => inkOf(isDark()).edge as HexColor;
/** Finishes a shape by keyboard; only while the map has the focus. */
const finishKey = "f";

/** Drawing on the map by pointer, touch and keyboard. Loaded only when somebody draws. */
export class Drawing {
  private readonly draw: TerraDraw;
  private readonly map: GlMap;
  private readonly engine: MapEngine;
  private readonly listener: Listener;
  private readonly stopListening: () => void;
  private tool: Tool | null = null;
  private release = 0;

  constructor(engine: MapEngine, listener: Listener) {
    this.engine = engine;
    this.map = engine.map;
    this.listener = listener;
    const keyEvents = { cancel: "Escape", finish: finishKey };
    const movable = { feature: { draggable: true, coordinates: { midpoints: true, draggable: true, deletable: true } } };
    this.draw = new TerraDraw({
      adapter: new TerraDrawMapLibreGLAdapter({ map: this.map, coordinatePrecision: 7 }),
      modes: [
        new TerraDrawPointMode({ styles: { pointColor: ink, pointWidth: 8, pointOutlineColor: edge, pointOutlineWidth: 3 } }),
        new TerraDrawLineStringMode({ keyEvents, styles: { lineStringColor: ink, lineStringWidth: 3, closingPointColor: ink, closingPointWidth: 7, closingPointOutlineColor: edge, closingPointOutlineWidth: 2 } }),
        new TerraDrawPolygonMode({ keyEvents, pointerDistance: 24, styles: { fillColor: ink, fillOpacity: 0.12, outlineColor: ink, outlineWidth: 3, closingPointColor: ink, closingPointWidth: 7, closingPointOutlineColor: edge, closingPointOutlineWidth: 2 } }),
        new TerraDrawRectangleMode({ keyEvents, styles: { fillColor: ink, fillOpacity: 0.12, outlineColor: ink, outlineWidth: 3 } }),
        new TerraDrawCircleMode({ keyEvents, styles: { fillColor: ink, fillOpacity: 0.12, outlineColor: ink, outlineWidth: 3 } }),
        new TerraDrawSelectMode({
          flags: { point: { feature: { draggable: true } }, linestring: movable, polygon: movable },
          pointerDistance: 30,
          keyEvents: { deselect: null, delete: null, rotate: null, scale: null },
          allowManualDeselection: false,
          styles: { selectedPolygonColor: ink, selectedPolygonOutlineColor: ink, selectedPolygonOutlineWidth: 3, selectedPolygonFillOpacity: 0.12, selectedLineStringColor: ink, selectedLineStringWidth: 3, selectedPointColor: ink, selectionPointColor: ink, selectionPointOutlineColor: edge, selectionPointWidth: 7, selectionPointOutlineWidth: 2, midPointColor: edge, midPointOutlineColor: ink, midPointWidth: 5, midPointOutlineWidth: 2 },
        }),
      ],
      undoRedo: { modeLevel: new TerraDrawModeUndoRedo() },
    });
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
    this.listener.onSketch(geometry);
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
