import { useMemo } from "react";
import { useAddress } from "../address/store";
import { config } from "../page/config";
import type { Box } from "./box";
import type { Camera } from "./engine";
import { useMap } from "./MapContext";
import { startCamera } from "./start";

/** What the map shows; without a map, the surroundings of where it would look. */
export function useArea(): { box: Box; middle: [number, number] } | null {
  const { map, mapFailed, layers } = useMap();
  const camera = useAddress((s) => s.camera); // changes when the map has moved
  return useMemo(() => {
    const box = map ? map.extent : mapFailed ? surroundings(camera ?? startCamera(layers, config.start)) : null;
    if (!box) return null;
    const inside = (v: number, low: number, high: number) => Math.min(Math.max(v, low), high);
    // The box that places may lie in: the service refuses anything wider.
    const cut: Box = [inside(box[0], 19, 31.6), inside(box[1], 58.8, 70.1), inside(box[2], 19, 31.6), inside(box[3], 58.8, 70.1)];
    if (cut[0] >= cut[2] || cut[1] >= cut[3]) return null;
    return { box: cut, middle: [(cut[0] + cut[2]) / 2, (cut[1] + cut[3]) / 2] };
  }, [map, mapFailed, camera, layers]);
}

/** About a kilometre to each side. */
const surroundings = ({ lon, lat }: Camera): Box => [lon - 0.02, lat - 0.01, lon + 0.02, lat + 0.01];
