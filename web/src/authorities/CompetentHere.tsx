import type { Spot } from "../address/address";
import { usePeople } from "../i18n/people";
import { Answer } from "../shell/Answer";
import { AuthorityLink } from "./AuthorityLink";
import { useCompetent } from "./queries";

/** Who is competent at a point, by field. */
export function CompetentHere({ at }: { at: Spot }) {
  const { t } = usePeople();
  const found = useCompetent(at);
  const fields = byField(found.data?.items ?? []);
  return (
    <section className="part competent" aria-labelledby="competent-heading">
      <h3 id="competent-heading">{t("competent.heading")}</h3>
      <Answer query={found}>
        {found.data && fields.length === 0 && <p className="hint">{t("competent.none")}</p>}
        {fields.length > 0 && (
          <>
            <p className="hint">{t("competent.intro")}</p>
            <ul className="competences">
              {fields.map(({ code, name, items }) => (
                <li key={code}>
                  <b>{name}</b>
                  {items.map((a) => <span key={a.code}><AuthorityLink code={a.code}>{a.name}</AuthorityLink> · {a.statute}</span>)}
                </li>
              ))}
            </ul>
          </>
        )}
        <p><AuthorityLink code={null}>{t("competent.all")}</AuthorityLink></p>
      </Answer>
    </section>
  );
}

/** Items by their field, fields by name. */
function byField<T extends { field: { code: string; name: string } }>(items: readonly T[]): { code: string; name: string; items: T[] }[] {
  const fields = new Map<string, { code: string; name: string; items: T[] }>();
  for (const item of items) {
    const field = fields.get(item.field.code);
    if (field) field.items.push(item);
    else fields.set(item.field.code, { ...item.field, items: [item] });
  }
  return [...fields.values()].sort((a, b) => a.name.localeCompare(b.name, "fi"));
}
