import { useRules } from "../i18n/rules";
import { useFacts } from "./facts";
import type { RuleText } from "./queries";
import { wordDiff } from "./wordDiff";

interface Props {
  was: RuleText;
  to: RuleText;
  ends: boolean;
  /** What others changed since the proposal was made. */
  since?: boolean;
}

/** What differs between two versions of a rule, fact by fact and word by word. */
export function ChangesPart({ was, to, ends, since = false }: Props) {
  const { t, count } = useRules();
  const facts = useFacts();
  const id = since ? "changes-since" : "changes-heading";
  const [before, after] = [facts(was, true), ends ? [] : facts(to, true)];
  const keys = [...new Set([...before, ...after].map((f) => f.key))];
  const rows = keys.flatMap((key) => {
    const [a, b] = [before.find((f) => f.key === key), after.find((f) => f.key === key)];
    return a?.value === b?.value ? [] : [{ key, label: (a ?? b)?.label ?? key, a: a?.value ?? "", b: b?.value ?? "" }];
  });
  return (
    <section className="part" aria-labelledby={id}>
      <h3 id={id}>{t(since ? "changes.since" : "changes.heading")}</h3>
      {ends ? <p>{t("changes.ends")}</p> : rows.length === 0 ? <p className="note">{t("changes.none")}</p> : (
        <>
          <p className="hint">{t("changes.same", { count: keys.length - rows.length, number: count(keys.length - rows.length) })}</p>
          <dl className="rule-changes">
            {rows.map((r) => (
              <div key={r.key}>
                <dt>{r.label}</dt>
                <dd><Marked before={r.a} after={r.b} /></dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </section>
  );
}

/** What was and what comes, one above the other, with the words that differ marked. */
function Marked({ before, after }: { before: string; after: string }) {
  const { t } = useRules();
  const parts = wordDiff(before, after);
  return (
    <>
      <p><span className="rule-when-label">{t("changes.was")}</span> {before ? parts.filter((p) => p.kind !== "in").map((p, i) => (p.kind === "out" ? <del key={i}>{p.text}</del> : <span key={i}>{p.text}</span>)) : t("changes.nothing")}</p>
      <p><span className="rule-when-label">{t("changes.to")}</span> {after ? parts.filter((p) => p.kind !== "out").map((p, i) => (p.kind === "in" ? <ins key={i}>{p.text}</ins> : <span key={i}>{p.text}</span>)) : t("changes.nothing")}</p>
    </>
  );
}
