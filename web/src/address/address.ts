import type { Camera } from "../map/engine";

/** What the panel shows by its tabs. */
export const tabs = ["place", "list", "layers"] as const;
/** What the panel shows: a tab, what applies at a place, the directory of authorities, the rules of checks, one's own projects, those that concern an official's authority, those that are open to everybody, or the page of whoever is signed in. */
export const views = [...tabs, "requirements", "authorities", "rules", "projects", "cases", "events", "me"] as const;
export type View = (typeof views)[number];

/** The ways to sign in are shown; or it was done here for another tab, which waits for it. */
export type SignIn = "ways" | "done";

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
  /** What applies is told for one kind of project; null: for all. */
  kind: string | null;
  /** Of two places, only what differs is told. */
  differing: boolean;
  /** Which authority of the directory is open. */
  authority: string | null;
  /** Which part of the view is open; null: its beginning. */
  part: string | null;
  /** Which layer's page is open, and which of its versions; null: the published one. */
  layer: string | null;
  version: number | null;
  /** Which import is open. */
  imported: string | null;
  /** Which kept check is open. */
  run: string | null;
  /** Which rule of checks is open, and which proposal about rules. */
  rule: string | null;
  proposal: string | null;
  /** Which check of many places is open. */
  batch: string | null;
  /** Which project is open. */
  project: string | null;
  /** How a list of projects is narrowed down (cases/filter.ts). */
  filter: string | null;
  signIn: SignIn | null;
  /** The map is laid out for paper. */
  print: boolean;
}

/** The beginning of a view, with nothing open above it. */
export const begin = (view: View) => ({ view, at: null, feature: null, kind: null, differing: false, authority: null, part: null, layer: null, version: null, imported: null, run: null, batch: null, rule: null, proposal: null, project: null, filter: null, signIn: null }) satisfies Partial<Address>;

export const home: Address = { camera: null, view: "place", layers: null, at: null, feature: null, listed: null, check: false, kind: null, differing: false, authority: null, part: null, layer: null, version: null, imported: null, run: null, batch: null, rule: null, proposal: null, project: null, filter: null, signIn: null, print: false };

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
  const signIn = q.get("sign-in");
  const version = Number(q.get("version") ?? Number.NaN);
  return {
    camera: center && Number.isFinite(zoom) && zoom >= 0 && zoom <= 22 ? { lon: center[0], lat: center[1], zoom } : null,
    view: view ?? "place",
    layers: layers === null ? null : layers.split(",").filter((id) => /^[a-z][a-z0-9_]{0,62}$/.test(id)),
    at: at ? { lon: at[0], lat: at[1] } : null,
    feature: feature && colon > 0 ? { layer: feature.slice(0, colon), id: feature.slice(colon + 1) } : null,
    listed: q.get("list"),
    check: q.has("check"),
    kind: named(q.get("kind")),
    differing: q.has("differing"),
    authority: named(q.get("authority")),
    part: named(q.get("part")),
    layer: named(q.get("layer")),
    version: Number.isSafeInteger(version) && version > 0 ? version : null,
    imported: identified(q.get("import")),
    run: identified(q.get("run")),
    rule: named(q.get("rule")),
    proposal: identified(q.get("proposal")),
    batch: identified(q.get("batch")),
    project: identified(q.get("project")),
    filter: q.get("filter") || null,
    signIn: signIn === null ? null : signIn === "done" ? "done" : "ways",
    print: q.has("print"),
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
  if (address.kind) q.set("kind", address.kind);
  if (address.differing) q.set("differing", "1");
  if (address.authority) q.set("authority", address.authority);
  if (address.part) q.set("part", address.part);
  if (address.layer) q.set("layer", address.layer);
  if (address.version) q.set("version", String(address.version));
  if (address.imported) q.set("import", address.imported);
  if (address.run) q.set("run", address.run);
  if (address.rule) q.set("rule", address.rule);
  if (address.proposal) q.set("proposal", address.proposal);
  if (address.batch) q.set("batch", address.batch);
  if (address.project) q.set("project", address.project);
  if (address.filter) q.set("filter", address.filter);
  if (address.signIn) q.set("sign-in", address.signIn);
  if (address.print) q.set("print", "1");
  return q.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
}

/** A code of the service, or nothing. */
const named = (text: string | null) => (text && /^[a-z][a-z0-9_]{0,62}$/.test(text) ? text : null);

/** An id of the service, or nothing. */
const identified = (text: string | null) => (text && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? text : null);

function numbers(text: string | null): [number, number] | null {
  const [lon, lat, ...rest] = (text ?? "").split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (rest.length > 0 || lon === undefined || lat === undefined) return null;
  if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) return null;
  return [lon, lat];
}

function trim(value: number, decimals: number): string {
  return String(Number(value.toFixed(decimals)));
}
