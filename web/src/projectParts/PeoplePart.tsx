import type { ReactNode } from "react";
import type { Content, Kind } from "./content";
import { useSays } from "./useSays";

/** The persons whom a project names, with how they are reached. */
export function PeoplePart({ content, kind, beside }: { content: Content; kind: Kind | undefined; beside?: (field: string, label: string) => ReactNode }) {
  const says = useSays(kind, content);
  return (
    <ul className="rows">
      {content.people.map((p) => (
        <li key={p.id} className="row">
          <div className="row-text">
            <b>{[p.name, p.organisation].filter(Boolean).join(", ") || says.role(p)}</b>
            <span>{says.role(p)}</span>
            {p.phone && <span><a href={`tel:${p.phone.replaceAll(/[^+\d]/g, "")}`}>{p.phone}</a></span>}
            {p.email && <span><a href={`mailto:${p.email}`}>{p.email}</a></span>}
            {p.note && <span>{p.note}</span>}
            {beside?.(`/people/${p.id}`, p.name ?? says.role(p))}
          </div>
        </li>
      ))}
    </ul>
  );
}
