import type { Server } from "./server";

/** Places of the demo town that the tests look at, asked of the service itself. */
export interface Town {
  water: [number, number];
  street: Hit;
  unit: Hit;
  natura: Hit;
  middle: [number, number];
  /** A point that has something near it, but not at it. */
  beside: [number, number];
}

export interface Hit {
  title: string;
  layer: string;
  feature_id: string;
  bbox: [number, number, number, number];
}

export async function town(server: Server): Promise<Town> {
  const get = async <T>(path: string) => (await (await fetch(server.url + path)).json()) as T;
  const layers = await get<{ items: { id: string; theme: string; bbox: number[] }[] }>("/api/v1/layers");
  const of = (theme: string) => {
    const layer = layers.items.find((l) => l.theme === theme && l.id.startsWith("mallila"));
    if (!layer) throw new Error(`no layer of theme ${theme}`);
    return layer;
  };
  const [west, south, east, north] = of("base_land").bbox as [number, number, number, number];
  const middle: [number, number] = [(west + east) / 2, (south + north) / 2];
  const near = async (theme: string) => {
    const found = await get<{ items: Hit[] }>(`/api/v1/features?lon=${middle[0]}&lat=${middle[1]}&layers=${of(theme).id}&limit=5`);
    const [first] = found.items;
    if (!first) throw new Error(`nothing of theme ${theme}`);
    return first;
  };
  const lake = await near("base_water");
  const [w, s, e, n] = lake.bbox;
  let water: [number, number] | null = null;
  // A point well inside the lake: all of its surroundings are water too.
  for (let i = 1; i < 20 && !water; i++)
    for (let j = 1; j < 20 && !water; j++) {
      const lon = w + ((e - w) * i) / 20;
      const lat = s + ((n - s) * j) / 20;
      const at = await get<{ items: { theme: string }[] }>(`/api/v1/at?lon=${lon}&lat=${lat}&tolerance=60`);
      const themes = at.items.map((item) => item.theme);
      if (themes.includes("base_water") && !themes.some((t) => ["base_street", "natura", "building"].includes(t))) water = [lon, lat];
    }
  if (!water) throw new Error("no water found in the lake's box");
  const natura = await near("natura");
  let beside: [number, number] | null = null;
  for (let i = 0; i < 12 && !beside; i++) {
    const angle = (2 * Math.PI * i) / 12;
    const [a, b, c, d] = natura.bbox;
    const point: [number, number] = [(a + c) / 2 + ((c - a) / 2 + 0.002) * Math.cos(angle), (b + d) / 2 + ((d - b) / 2 + 0.001) * Math.sin(angle)];
    const checked = (await (await fetch(`${server.url}/api/v1/checks`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ geometry: { type: "Point", coordinates: point } }),
    })).json()) as { findings?: { severity: string; distance_m: number | null; feature_id: string | null }[] };
    if (checked.findings?.some((f) => f.feature_id && (f.distance_m ?? 0) > 0 && (f.severity === "red" || f.severity === "amber"))) beside = point;
  }
  if (!beside) throw new Error("no place found that has something near it");
  return { water, street: await near("base_street"), unit: await near("property"), natura, middle, beside };
}
