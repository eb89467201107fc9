import { type HexColor, TerraDrawCircleMode, TerraDrawLineStringMode, TerraDrawPointMode, TerraDrawPolygonMode, TerraDrawRectangleMode, TerraDrawSelectMode } from "terra-draw";
import { isDark } from "./dark";
import { inkOf } from "./style/ink";

type ToCustom = NonNullable<NonNullable<NonNullable<ConstructorParameters<typeof TerraDrawPolygonMode>[0]>["snapping"]>["toCustom"]>;

/** Where a corner goes instead of where the pointer is; undefined: nowhere else. */
export type Snap = ToCustom;

/** Finishes a shape by keyboard; only while the map has the focus. */
export const finishKey = "f";

/** Asked each time that something is drawn: the map's tone can change meanwhile. */
const ink = (): HexColor => inkOf(isDark()).ink as HexColor;
const edge = (): HexColor => inkOf(isDark()).edge as HexColor;
const snapInk = (): HexColor => inkOf(isDark()).glow as HexColor;

const closing = { closingPointColor: ink, closingPointWidth: 7, closingPointOutlineColor: edge, closingPointOutlineWidth: 2, snappingPointColor: snapInk, snappingPointWidth: 8, snappingPointOutlineColor: edge, snappingPointOutlineWidth: 2 } as const;
const area = { fillColor: ink, fillOpacity: 0.12, outlineColor: ink, outlineWidth: 3 } as const;

/** How each kind of shape is drawn, and how the corners of one are moved. */
export function drawingModes(snap?: Snap) {
  const keyEvents = { cancel: "Escape", finish: finishKey };
  const movable = { feature: { draggable: true, coordinates: { midpoints: true, draggable: true, deletable: true } } };
  const snapping = snap ? { toCustom: snap } : undefined;
  const line = new TerraDrawLineStringMode({ keyEvents, snapping, styles: { lineStringColor: ink, lineStringWidth: 3, ...closing } });
  const polygon = new TerraDrawPolygonMode({ keyEvents, snapping, pointerDistance: 24, styles: { ...area, ...closing } });
  return {
    line, polygon,
    all: [
      new TerraDrawPointMode({ styles: { pointColor: ink, pointWidth: 8, pointOutlineColor: edge, pointOutlineWidth: 3 } }),
      line,
      polygon,
      new TerraDrawRectangleMode({ keyEvents, styles: area }),
      new TerraDrawCircleMode({ keyEvents, styles: area }),
      new TerraDrawSelectMode({
        flags: { point: { feature: { draggable: true } }, linestring: movable, polygon: movable },
        pointerDistance: 30,
        keyEvents: { deselect: null, delete: null, rotate: null, scale: null },
        allowManualDeselection: false,
        styles: { selectedPolygonColor: ink, selectedPolygonOutlineColor: ink, selectedPolygonOutlineWidth: 3, selectedPolygonFillOpacity: 0.12, selectedLineStringColor: ink, selectedLineStringWidth: 3, selectedPointColor: ink, selectionPointColor: ink, selectionPointOutlineColor: edge, selectionPointWidth: 7, selectionPointOutlineWidth: 2, midPointColor: edge, midPointOutlineColor: ink, midPointWidth: 5, midPointOutlineWidth: 2 },
      }),
    ],
  };
}
