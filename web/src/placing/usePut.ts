import { boxAround } from "../geo/measure";
import { useProjects } from "../i18n/projects";
import { useMap } from "../map/MapContext";
import { announce } from "../shell/Announcer";
import { useBench } from "./BenchContext";
import type { Part, Shape } from "./part";
import { useNewPart } from "./useDrawnShape";

export type Put = (made: (Partial<Part> & { geometry: Shape })[]) => void;

/** Adds what was told as parts, and shows them. A shape under way stays under way. */
export function usePut(): Put {
  const { t } = useProjects();
  const { map } = useMap();
  const { bench } = useBench();
  const newPart = useNewPart();
  return (made) => {
    const parts = made.map(({ geometry, ...rest }) => newPart(geometry, rest));
    const { doing } = bench.state;
    if (doing?.what === "corners" || doing?.what === "move" || doing?.what === "turn") bench.stop();
    bench.add(...parts);
    if (parts.length > 0) map?.fit(boxAround(...parts.map((part) => part.geometry)), 17);
    announce(t("placing.put", { count: parts.length }));
  };
}
