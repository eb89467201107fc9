import type { Geometry } from "geojson";
import { useAt } from "../api/queries";
import { areaOf, lengthOf, middleOf } from "../geo/measure";
import { toTM35FIN } from "../geo/tm35fin";
import { useText } from "../i18n/useText";

/** The place in words: what it is, how large, where. */
export function PlaceWords({ place }: { place: Geometry }) {
  const { t, area, distance, coordinate, decimal } = useText();
  const [lon, lat] = middleOf(place);
  const [e, n] = toTM35FIN([lon, lat]);
  const at = useAt({ lon, lat });
  const titles = (theme: string) => [...new Set((at.data?.items ?? []).filter((i) => i.theme === theme).map((i) => i.title))].slice(0, 3);
  const where = [...titles("municipality").slice(0, 1), ...titles("district").slice(0, 1)];
  const units = titles("property");
  const size = areaOf(place);
  const kind = size > 0 ? "area" : lengthOf(place) > 0 ? "line" : "point";
  return (
    <div className="place-words">
      <h3>
        {kind === "area" && t("words.area", { area: area(size) })}
        {kind === "line" && t("words.line", { length: distance(lengthOf(place)) })}
        {kind === "point" && t("words.point")}
      </h3>
      <dl>
        {where.length > 0 && <Row label={t("words.where")} value={where.join(", ")} />}
        {units.length > 0 && <Row label={kind === "point" ? t("words.unit") : t("words.unitMiddle")} value={units.join(", ")} />}
        {kind === "area" && <Row label={t("words.outline")} value={distance(lengthOf(place))} />}
        <Row label={kind === "point" ? t("words.coordinates") : t("words.middle")} value={t("words.tm35fin", { e: coordinate(e), n: coordinate(n) })} />
        <Row label={t("words.degrees")} value={t("words.latlon", { lat: decimal(lat, 5), lon: decimal(lon, 5) })} />
      </dl>
    </div>
  );
}

function Row({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
