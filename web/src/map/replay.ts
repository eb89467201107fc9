import type { Position } from "geojson";
import type { Map as GlMap } from "maplibre-gl";
import type { TerraDrawExtend } from "terra-draw";
import { TerraDrawMapLibreGLAdapter } from "terra-draw-maplibre-gl-adapter";

type Callbacks = TerraDrawExtend.TerraDrawCallbacks;
type PointerAt = Parameters<Callbacks["onClick"]>[0];

/** Where a pointer counts as, of tools that cannot snap by themselves. */
export type Guide = (event: PointerAt) => Position | undefined;

/** Far beside the screen: a corner that is put again is not near any other, so that it closes nothing. */
const beside = -1_000_000;

/** Hands the pointer to the drawing tools, and can put corners again as if they were clicked. */
export class ReplayAdapter extends TerraDrawMapLibreGLAdapter<GlMap> {
  private callbacks: Callbacks | null = null;
  private readonly guide: Guide;
  /** Where was clicked last. */
  clicked: Position | null = null;

  constructor(map: GlMap, guide: Guide) {
    super({ map, coordinatePrecision: 7 });
    this.guide = guide;
  }

  override register(callbacks: Callbacks): void {
    const guided = (event: PointerAt): PointerAt => {
      const [lng, lat] = this.guide(event) ?? [event.lng, event.lat];
      return { ...event, lng: lng as number, lat: lat as number };
    };
    const click = (event: PointerAt) => {
      const at = guided(event);
      this.clicked = [at.lng, at.lat];
      callbacks.onMouseMove(at); // a finger does not move before it taps, and a circle is as large as the last move made it
      callbacks.onClick(at);
    };
    this.callbacks = { ...callbacks, onClick: click, onMouseMove: (event) => callbacks.onMouseMove(guided(event)) };
    super.register(this.callbacks);
  }

  /** Puts a corner exactly there. */
  put([lng, lat]: Position): void {
    const event: PointerAt = { lng: lng as number, lat: lat as number, containerX: beside, containerY: beside, button: "left", heldKeys: [], isContextMenu: false };
    this.callbacks?.onMouseMove(event);
    this.callbacks?.onClick(event);
  }
}
