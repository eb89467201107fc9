import { useQueryClient } from "@tanstack/react-query";
import type { Feature, Geometry } from "geojson";
import { useCallback, useEffect, useRef } from "react";
import { featureQuery, type Finding } from "../api/queries";
import { store } from "../address/store";
import { boxOf } from "../geo/measure";
import { useText } from "../i18n/useText";
import { useMap } from "../map/MapContext";

/** Lights a finding on the map, or none; a fixed one comes into sight. */
export type Highlight = (finding: Finding | null, fixed?: boolean) => void;

/** Shows a finding on the map: its feature, and the line along which the distance was measured, with the distance. The place is that of the page, and features are as they are now, unless a place was checked before: then they are as they were. */
export function useHighlight(checked?: Geometry): Highlight {
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
    void client.fetchQuery(featureQuery({ layer: finding.layer, id: finding.feature_id }, checked ? finding.layer_version || undefined : undefined)).then(
      (feature) => {
        if (latest.current !== finding) return;
        map.draw("highlight", feature.geometry as Geometry);
        if (fixed) {
          const place = checked ?? store.state.place;
          const boxes = [boxOf(line ?? (feature.geometry as Geometry)), ...(place ? [boxOf(place)] : [])];
          map.fit([Math.min(...boxes.map((b) => b[0])), Math.min(...boxes.map((b) => b[1])), Math.max(...boxes.map((b) => b[2])), Math.max(...boxes.map((b) => b[3]))]);
        }
      },
      () => {
        if (latest.current !== finding) return;
        map.draw("highlight");
        if (fixed && line) map.fit(boxOf(line)); // the feature is gone since: where it was is still known
      },
    );
  }, [map, client, distance, checked]);
}
