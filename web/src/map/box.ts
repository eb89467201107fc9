import type { Camera } from "./engine";

/** West, south, east, north, degrees. */
export type Box = readonly [number, number, number, number];

/** Box of a view of so many pixels, before there is a map to ask. */
export function viewBox({ lon, lat, zoom }: Camera, width: number, height: number): Box {
  const perPixel = 360 / (512 * 2 ** zoom);
  const east = (width / 2) * perPixel;
  const north = (height / 2) * perPixel * Math.cos((lat * Math.PI) / 180);
  return [lon - east, lat - north, lon + east, lat + north];
}

/** The box with as much again on each side: what a small movement may bring into view. */
export function around([west, south, east, north]: Box): Box {
  const [x, y] = [east - west, north - south];
  return [west - x, south - y, east + x, north + y];
}

/** Tells whether two boxes share a point; what has no box is nowhere. */
export function touches(box: readonly number[] | null | undefined, [west, south, east, north]: Box): boolean {
  if (box?.length !== 4) return false;
  const [w, s, e, n] = box as unknown as Box;
  return w <= east && e >= west && s <= north && n >= south;
}

/** The box of a tile of the web-mercator grid, degrees. */
export function tileBox(x: number, y: number, z: number): Box {
  const lon = (n: number) => (n / 2 ** z) * 360 - 180;
  const lat = (n: number) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * n) / 2 ** z))) * 180) / Math.PI;
  return [lon(x), lat(y + 1), lon(x + 1), lat(y)];
}
