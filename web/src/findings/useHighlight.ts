import { useQueryClient } from "@tanstack/react-query";
import type { Feature, Geometry } from "geojson";
import { useCallback, useEffect, useRef } from "react";
import { featureQuery, type Finding } from "../api/queries";
import { store } from "../address/store";
import { boxOf } from "../geo/measure";
import { useText } from "../i18n/useText";
import { useMap } from "../map/MapContext";

/** Shows a finding on the map: its feature, and the line along which the distance was measured, with the distance. */
export function useHighlight(): (finding: Finding | null, fixed?: boolean) => void {
  const { map } = useMap();
  const { distance } = useText();
  const client = useQueryClient();
  const latest = useRef<Finding | null>(null);

  useEffect(() => () => {
    map?.draw("highlight");
    map?.draw("measure");
  }, [map]);

  return useCallback((finding, fixed = false) => {
    if (!map) return;
    latest.current = finding;
    const line = finding?.line;
    map.draw("measure", ...(finding && line ? [{ type: "Feature", properties: { text: distance(finding.distance_m ?? 0) }, geometry: line } satisfies Feature] : []));
    if (!finding?.layer || !finding.feature_id) {
      map.draw("highlight");
      return;
    }
    void client.fetchQuery(featureQuery({ layer: finding.layer, id: finding.feature_id })).then(
      (feature) => {
        if (latest.current !== finding) return;
        map.draw("highlight", feature.geometry as Geometry);
        if (fixed) {
          const boxes = [boxOf(line ?? (feature.geometry as Geometry)), ...(store.state.place ? [boxOf(store.state.place)] : [])];
          map.fit([Math.min(...boxes.map((b) => b[0])), Math.min(...boxes.map((b) => b[1])), Math.max(...boxes.map((b) => b[2])), Math.max(...boxes.map((b) => b[3]))]);
        }
      },
      () => latest.current === finding && map.draw("highlight"),
    );
  }, [map, client, distance]);
}
