import type { Camera } from "../map/engine";

/** What the panel shows. */
export const views = ["place", "list", "layers"] as const;
export type View = (typeof views)[number];

/** One feature of one layer. */
export interface FeatureName {
  layer: string;
  id: string;
}

/** A point that was asked about, degrees. */
export interface Spot {
  lon: number;
  lat: number;
}

/** Everything that the page's address says in its query; the place stands in the fragment (see fragment.ts). */
export interface Address {
  camera: Camera | null;
  view: View;
  /** Layers that are on; null: those that their recipes turn on. */
  layers: string[] | null;
  at: Spot | null;
  feature: FeatureName | null;
  /** The layer that the list is limited to. */
  listed: string | null;
  /** The place is compared with the layers. */
  check: boolean;
}

export const home: Address = { camera: null, view: "place", layers: null, at: null, feature: null, listed: null, check: false };

/** Reads a query; what cannot be read is left out rather than refused, so that an old link still opens. */
export function parse(query: string): Address {
  const q = new URLSearchParams(query);
  const center = numbers(q.get("center"));
  const zoom = Number(q.get("z") ?? Number.NaN);
  const at = numbers(q.get("at"));
  const feature = q.get("feature");
  const colon = feature?.indexOf(":") ?? -1;
  const layers = q.get("layers");
  const view = views.find((v) => v === q.get("view"));
  return {
    camera: center && Number.isFinite(zoom) && zoom >= 0 && zoom <= 22 ? { lon: center[0], lat: center[1], zoom } : null,
    view: view ?? "place",
    layers: layers === null ? null : layers.split(",").filter((id) => /^[a-z][a-z0-9_]{0,62}$/.test(id)),
    at: at ? { lon: at[0], lat: at[1] } : null,
    feature: feature && colon > 0 ? { layer: feature.slice(0, colon), id: feature.slice(colon + 1) } : null,
    listed: q.get("list"),
    check: q.has("check"),
  };
}

/** Writes the query, with the fewest words that say it. */
export function format(address: Address): string {
  const q = new URLSearchParams();
  if (address.camera) {
    q.set("z", trim(address.camera.zoom, 2));
    q.set("center", `${trim(address.camera.lon, 5)},${trim(address.camera.lat, 5)}`);
  }
  if (address.view !== "place") q.set("view", address.view);
  if (address.layers) q.set("layers", address.layers.join(","));
  if (address.at) q.set("at", `${trim(address.at.lon, 6)},${trim(address.at.lat, 6)}`);
  if (address.feature) q.set("feature", `${address.feature.layer}:${address.feature.id}`);
  if (address.listed) q.set("list", address.listed);
  if (address.check) q.set("check", "1");
  return q.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
}

function numbers(text: string | null): [number, number] | null {
  const [lon, lat, ...rest] = (text ?? "").split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (rest.length > 0 || lon === undefined || lat === undefined) return null;
  if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) return null;
  return [lon, lat];
}

function trim(value: number, decimals: number): string {
  return String(Number(value.toFixed(decimals)));
}
