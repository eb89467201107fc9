import type { ReactNode } from "react";
import { useShown } from "../i18n/shown";
import type { Day } from "./content";
import { spanWords } from "./times";

/** The days and hours of an event. */
export function DaysPart({ days, beside }: { days: readonly Day[]; beside?: (field: string, label: string) => ReactNode }) {
  const { t, lang } = useShown();
  return (
    <ul className="rows">
      {days.map((d) => (
        <li key={d.id ?? d.kind + d.from} className="row">
          <div className="row-text">
            <b>{t(`days.kind.${d.kind}`)}</b>
            <span>{spanWords(lang, d.from, d.to)}</span>
            {d.note && <span>{d.note}</span>}
            {d.id && beside?.(`/days/${d.id}`, t(`days.kind.${d.kind}`))}
          </div>
        </li>
      ))}
    </ul>
  );
}
