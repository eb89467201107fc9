import { AuthorityLink } from "../authorities/AuthorityLink";
import { useShown } from "../i18n/shown";
import type { Concerned } from "./queries";

/** The authorities of a project: what each is competent for, who sees to it there, how they are reached, and when they last looked. */
export function ConcernedPart({ items, version }: { items: readonly Concerned[]; version: number }) {
  const { t, list, time } = useShown();
  if (items.length === 0) return <p className="note">{t("concerned.none")}</p>;
  return (
    <ul className="rows">
      {items.map((c) => (
        <li key={c.code} className="row">
          <div className="row-text">
            <AuthorityLink code={c.code}>{c.name}</AuthorityLink>
            {c.fields.length > 0 && <span>{list(c.fields.map((f) => f.name))}</span>}
            {c.contacts.length > 0 && <span>{t("concerned.contacts", { names: list(c.contacts) })}</span>}
            {c.phone && <span><a href={`tel:${c.phone.replaceAll(/[^+\d]/g, "")}`}>{c.phone}</a></span>}
            {c.email && <span><a href={`mailto:${c.email}`}>{c.email}</a></span>}
            <span>{c.until ? t("concerned.until", { time: time(c.until) }) : c.looked_at ? t((c.looked ?? 0) < version ? "concerned.lookedBefore" : "concerned.looked", { time: time(c.looked_at) }) : t("concerned.notLooked")}</span>
          </div>
        </li>
      ))}
    </ul>
  );
}
