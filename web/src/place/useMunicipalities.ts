import type { Geometry } from "geojson";
import { useEffect, useState } from "react";
import { fetchAt } from "../api/queries";
import { Municipalities, probes } from "./municipalities";

/** Milliseconds that a drawing stands still before it is asked where it lies. */
const pause = 400;

const municipalities = new Municipalities(async ([lon, lat], signal) => {
  const { items, unavailable } = await fetchAt({ lon, lat }, 0, signal);
  const found = items?.find((item) => item.theme === "municipality");
  if (!found && unavailable && unavailable.length > 0) throw new Error("not known");
  return found ? { title: found.title, area: found.geometry_simplified ? null : (found.geometry ?? null) } : null;
});

/** The municipalities in which a drawing under way lies, as far as they are known; those told last until then. */
export function useMunicipalities(sketch: Geometry | null): string[] {
  const [titles, setTitles] = useState<string[]>([]);
  useEffect(() => {
    if (!sketch) return;
    const stop = new AbortController();
    const tell = (next: string[]) => {
      if (!stop.signal.aborted) setTitles((last) => (last.join() === next.join() ? last : next));
    };
    const timer = setTimeout(() => void municipalities.titles(probes(sketch), stop.signal).then(tell, () => tell([])), pause);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [sketch]);
  return sketch ? titles : [];
}
