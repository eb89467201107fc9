import { SeverityIcon } from "../findings/severity";
import { useChecks } from "../i18n/checks";
import { Concerns } from "./Concerns";
import { Says } from "./Says";
import { type Group, contactsOf, findingsOf, leading, sourcesOf } from "./arrange";
import type { Requirement, Requirements } from "./queries";

/** The rules of one subject on paper: each in a row that is not parted, those without anything to remark by name. */
export function SheetSubject({ of, group }: { of: Requirements; group: Group }) {
  const { t, common } = useChecks();
  const id = `sheet-${group.subject}`;
  const two = of.places.length > 1;
  return (
    <section className="sheet-subject">
      <h2 id={id}>{t(`requirements.subject.${group.subject}`)}</h2>
      {group.open.length > 0 && (
        <table aria-labelledby={id}>
          <thead>
            <tr>
              <th scope="col">{t("requirements.what")}</th>
              {two ? (["A", "B"] as const).map((letter) => <th key={letter} scope="col">{t(`requirements.place.${letter}`)}</th>) : <th scope="col">{t("requirements.sheet.says")}</th>}
              <th scope="col">{t("requirements.sheet.steps")}</th>
            </tr>
          </thead>
          <tbody>
            {group.open.map((r) => (
              <tr key={r.rule}>
                <th scope="row"><b>{r.title}</b><Concerns of={of} requirement={r} /></th>
                {r.places.map((at, i) => <td key={i}><Says at={at} all /></td>)}
                <td><Steps requirement={r} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {group.well.length > 0 && <p className="sheet-well"><SeverityIcon severity="green" /><span><b>{common("severity.green.word")}:</b> {group.well.map((r) => r.title).join("; ")}</span></p>}
    </section>
  );
}

/** By which statute, what next, who helps, and on which layers it rests. */
function Steps({ requirement: r }: { requirement: Requirement }) {
  const { t, common, date } = useChecks();
  const all = findingsOf(r);
  const first = leading(r);
  const who = contactsOf(all).map((c) => [c.name, c.phone, c.email].filter(Boolean).join(" ")).join("; ") || first?.authority;
  const sources = sourcesOf(all).map((s) => (s.date ? `${s.title}, ${common("finding.dated", { date: date(s.date) })}` : s.title));
  return (
    <>
      <p><b>{r.statute}</b></p>
      {first?.next && <p>{first.next}</p>}
      {who && <p>{t("requirements.sheet.who", { who })}</p>}
      {sources.length > 0 && <p>{common("finding.layer")}: {sources.join("; ")}</p>}
    </>
  );
}
