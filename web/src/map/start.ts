import type { Layer } from "../layers/layer";
import type { PageConfig } from "../page/config";
import type { Camera } from "./engine";

/** Finland, for a service without layers. */
const finland: Camera = { lon: 26, lat: 64.6, zoom: 4.7 };

/** Where the map opens when the address does not say: where it was set to, or in the middle of the smallest land that is drawn. */
export function startCamera(layers: readonly Layer[], start: PageConfig["start"]): Camera {
  if (start) return start;
  const area = ([west, south, east, north]: number[]) => ((east as number) - (west as number)) * ((north as number) - (south as number));
  for (const theme of ["base_land", "property", "base_street", "zoning"]) {
    const [smallest] = layers.filter((l) => l.theme === theme && l.bbox?.length === 4).sort((a, b) => area(a.bbox as number[]) - area(b.bbox as number[]));
    if (smallest) {
      const [west, south, east, north] = smallest.bbox as [number, number, number, number];
      return { lon: (west + east) / 2, lat: (south + north) / 2, zoom: 15 };
    }
  }
  return finland;
}
