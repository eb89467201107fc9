import { useShown } from "../i18n/shown";
import type { RestrictionItem } from "./queries";

interface Props {
  items: readonly RestrictionItem[];
  /** What a field is called. */
  label: (field: string) => string;
  lift?: (id: string) => void;
}

/** What authorities restrict: which item, who does, who sees it all the same, and why. */
export function RestrictionRows({ items, label, lift }: Props) {
  const { t, list } = useShown();
  if (items.length === 0) return null;
  return (
    <ul className="rows">
      {items.map((r) => (
        <li key={r.id} className="row">
          <div className="row-text">
            <b>{label(r.field)}</b>
            <span>{t("restrict.by", { name: r.authority_name })}</span>
            <span>{t("restrict.seen", { names: list(r.to.map((a) => a.name)) })}</span>
            <span>{t("restrict.because", { why: r.why })}</span>
            {r.own && lift && <div className="actions-small"><button type="button" onClick={() => lift(r.id)}>{t("restrict.lift")}<span className="hidden-text">: {label(r.field)}</span></button></div>}
          </div>
        </li>
      ))}
    </ul>
  );
}
