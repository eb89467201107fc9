import { SheetSubject } from "./SheetSubject";
import { useChecks } from "../i18n/checks";
import type { Arranged } from "./arrange";
import type { Requirements } from "./queries";
import { useKinds } from "./useKinds";

/** Every rule on paper: by subject, then what depends on answers. */
export function PrintedRules({ of, told }: { of: Requirements; told: Arranged }) {
  const { t } = useChecks();
  const { nameOf, questionOf } = useKinds();
  return (
    <>
      {told.alike > 0 && <p className="sheet-warning">{t("requirements.alike", { count: told.alike })}</p>}
      {told.groups.map((group) => <SheetSubject key={group.subject} of={of} group={group} />)}
      {told.waiting.length > 0 && (
        <section>
          <h2>{t("requirements.waitingFor")}</h2>
          <p>{t("requirements.waitingForHint")}</p>
          {told.waiting.map((w) => (
            <div key={`${String(w.kinds)} ${String(w.needs)}`} className="sheet-row">
              <p><b>{w.kinds.length > 0 ? w.kinds.map(nameOf).join(", ") : t("requirements.all")}</b></p>
              <p>{w.of.map((r) => r.title).join("; ")}</p>
              <p>{t("requirements.needs")} {w.needs.map(questionOf).join(" ")}</p>
            </div>
          ))}
        </section>
      )}
    </>
  );
}
