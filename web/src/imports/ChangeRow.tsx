import { useCatalogue } from "../i18n/catalogue";
import { useMap } from "../map/MapContext";
import { Sign } from "./Sign";
import type { Change } from "./queries";
import { rowId } from "./drawing";

interface Props {
  change: Change;
  chosen: boolean;
  show: () => void;
}

/** One feature that differs, and how. */
export function ChangeRow({ change: c, chosen, show }: Props) {
  const { t, distance, area } = useCatalogue();
  const { map } = useMap();
  const p = c.properties;
  const how = [
    p.moved_m !== undefined && p.kind === "moved" && t("difference.moved", { distance: distance(p.moved_m) }),
    p.area_before_m2 !== undefined && p.area_after_m2 !== undefined && p.area_before_m2 !== p.area_after_m2 && t("report.area", { before: area(p.area_before_m2), after: area(p.area_after_m2) }),
    p.former_id && t("difference.formerId", { id: p.former_id }),
  ].filter(Boolean).join(" · ");
  return (
    <li className="row change" id={rowId(c.id)} data-chosen={chosen} tabIndex={-1}>
      <Sign kind={p.kind} />
      <div className="row-text">
        <b>{p.feature_id}</b>
        <span>{t(`difference.one.${p.kind}`)}{how && ` · ${how}`}</span>
        {p.attributes.map((a) => <span key={a.name} className="change-values">{a.label}: {valueOf(a.from) || t("difference.empty")} → {valueOf(a.to) || t("difference.empty")}</span>)}
      </div>
      {map && <button type="button" className="row-show" onClick={show}>{t("show")}<span className="hidden-text">: {p.feature_id}</span></button>}
    </li>
  );
}

const valueOf = (value: unknown): string => (value === undefined || value === null ? "" : typeof value === "string" ? value : JSON.stringify(value));
