import type { Finding } from "../api/queries";
import { windOf } from "../geo/measure";
import type { Text } from "../i18n/useText";

/** Distance and direction in words, or how much of the place the feature covers; empty where no feature was found. */
export function howFar(f: Finding, { t, distance, share }: Pick<Text, "t" | "distance" | "share">): string {
  if (f.distance_m === null || f.distance_m === undefined) return "";
  if (f.distance_m > 0) return t("finding.away", { distance: distance(f.distance_m), wind: f.bearing_deg === null || f.bearing_deg === undefined ? "" : t(`wind.${windOf(f.bearing_deg)}`) }).trim();
  const part = f.overlap_share ?? 0;
  return part > 0 && part < 1 ? t("finding.covers", { share: share(part) }) : t("finding.here");
}
