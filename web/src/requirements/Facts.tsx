import { Contacts } from "../findings/Contacts";
import { useChecks } from "../i18n/checks";
import { contactsOf, findingsOf, leading, sourcesOf } from "./arrange";
import type { Requirement } from "./queries";

/** Why a rule says so, what to do next, who helps, by which statute, and on which layers it rests. */
export function Facts({ requirement: r }: { requirement: Requirement }) {
  const { common, date } = useChecks();
  const all = findingsOf(r);
  const first = leading(r);
  if (!first) return null;
  const contacts = contactsOf(all);
  const sources = sourcesOf(all).map((s) => (s.date ? `${s.title}, ${common("finding.dated", { date: date(s.date) })}` : s.title));
  return (
    <>
      {first.why && <p className="requirement-why">{first.why}</p>}
      <dl>
        {first.next && <div><dt>{common("finding.next")}</dt><dd>{first.next}</dd></div>}
        <div><dt>{common("finding.statute")}</dt><dd>{r.statute}</dd></div>
        <div>
          <dt>{common("finding.authority")}</dt>
          <dd>{contacts.some((c) => c.name === first.authority) ? "" : first.authority}{contacts.length > 0 && <Contacts of={{ ...first, contacts }} />}</dd>
        </div>
        {sources.length > 0 && <div><dt>{common("finding.layer")}</dt><dd>{sources.map((s) => <span key={s} className="requirement-source">{s}</span>)}</dd></div>}
      </dl>
    </>
  );
}
