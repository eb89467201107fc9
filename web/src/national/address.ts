import { fromTM35FIN, toTM35FIN } from "../geo/tm35fin";

/** What the map shows, as the page's address has it. */
export interface View {
  e: number;
  n: number;
  /** Level of the national grid, between whole ones too. */
  z: number;
  /** Layers that are turned on; null: those that are on by themselves. */
  layers: string[] | null;
}

/** How much lower the national grid's zoom is than the main map's of about the same scale, at 62° N. */
const shift = 2.2;

/** Reads the address; what it does not say, or says wrongly, is null. */
export function read(query: string): { e: number | null; n: number | null; z: number | null; layers: string[] | null } {
  const q = new URLSearchParams(query);
  const number = (name: string, low: number, high: number) => {
    const value = Number(q.get(name) ?? NaN);
    return value >= low && value <= high ? value : null;
  };
  const layers = q.get("layers");
  return { e: number("e", -548576, 1548576), n: number("n", 6291456, 8388608), z: number("z", 0, 16), layers: layers === null ? null : layers.split(",").filter(Boolean) };
}

export const write = ({ e, n, z, layers }: View): string =>
  `?e=${Math.round(e)}&n=${Math.round(n)}&z=${Math.round(z * 10) / 10}${layers ? `&layers=${layers.join(",")}` : ""}`;

/** The same place in the main map's address. */
export function mainAddress(lang: string, { e, n, z }: View): string {
  const [lon, lat] = fromTM35FIN([e, n]);
  return `/${lang}/kartta?z=${(z + shift).toFixed(1)}&center=${lon.toFixed(5)},${lat.toFixed(5)}`;
}

/** This page's address for what the main map shows. */
export function nationalAddress(lang: string, camera: { lon: number; lat: number; zoom: number } | null, layers: string[] | null): string {
  const base = `/${lang}/etrs-tm35fin`;
  if (!camera) return layers ? `${base}?layers=${layers.join(",")}` : base;
  const [e, n] = toTM35FIN([camera.lon, camera.lat]);
  return base + write({ e, n, z: Math.min(16, Math.max(0, camera.zoom - shift)), layers });
}
