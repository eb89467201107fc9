import type { Finding } from "../api/queries";
import { AuthorityLink } from "../authorities/AuthorityLink";

/** Who is competent at the place, and how they are reached. */
export function Contacts({ of }: { of: Finding }) {
  return (
    <ul className="finding-contacts">
      {(of.contacts ?? []).map((c) => (
        <li key={c.code}>
          <AuthorityLink code={c.code}>{c.name}</AuthorityLink>
          {c.phone && <a href={`tel:${c.phone.replaceAll(" ", "")}`}>{c.phone}</a>}
          {c.email && <a href={`mailto:${c.email}`}>{c.email}</a>}
        </li>
      ))}
    </ul>
  );
}
