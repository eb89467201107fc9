import { useQueryClient } from "@tanstack/react-query";
import { herePath } from "../address/return";
import { useAction } from "../form/useAction";
import { usePeople } from "../i18n/people";
import { announce } from "../shell/Announcer";
import { Answer, ProblemNote } from "../shell/Answer";
import { askAgain, useMe } from "../who/queries";
import { lastDayOf } from "./day";
import { type Principal, actFor, actForMyself, beginSuomiFi, useMatters, usePrincipals } from "./queries";
import { writeUnit } from "./units";

/** For whom one acts, and for whom one could. */
export function ActingPart() {
  const { t, date, list } = usePeople();
  const { data: me } = useMe();
  const principals = usePrincipals();
  const matters = useMatters();
  const queries = useQueryClient();
  const acting = me?.acting;
  const { run, busy, problem } = useAction(async (principal: Principal | null) => {
    await (principal ? actFor(principal.party, principal.source) : actForMyself());
    await askAgain(queries);
    announce(t("me.acting.now", { name: principal?.name ?? t("menu.myself") }));
  });
  const items = principals.data?.items ?? [];
  const named = (code: string) => matters.data?.items?.find((m) => m.code === code)?.name ?? code;
  const suomifi = useAction(async (kind: "person" | "organisation") => {
    location.assign((await beginSuomiFi(kind, herePath(location))).location);
  });
  return (
    <>
      <p className="intro">{t("me.acting.intro")}</p>
      {problem && <ProblemNote problem={problem} />}
      <Answer query={principals}>
        <ul className="cards">
          <li className="card principal" data-chosen={!acting}>
            <h3>{t("me.acting.self", { name: me?.name ?? "" })}</h3>
            {acting
              ? <div className="actions actions-small"><button type="button" aria-disabled={busy} onClick={() => void run(null)}>{t("me.acting.backToSelf")}</button></div>
              : <p className="tag">{t("me.acting.chosen")}</p>}
          </li>
          {items.map((p) => {
            const chosen = acting?.party === p.party && acting.source === p.source;
            return (
              <li key={`${p.party} ${p.source}`} className="card principal" data-chosen={chosen}>
                <h3>{p.name}</h3>
                <dl>
                  <div><dt>{t("me.acting.by")}</dt><dd>{t(`source.${p.source}`)}</dd></div>
                  <div><dt>{t("mandate.matter")}</dt><dd>{p.matters?.length ? list(p.matters.map(named)) : t("me.acting.anyMatter")}</dd></div>
                  {(p.property_units ?? []).length > 0 && <div><dt>{t("mandate.units")}</dt><dd>{p.property_units?.map(writeUnit).join(", ")}</dd></div>}
                  {p.until && <div><dt>{t("mandate.to")}</dt><dd>{date(lastDayOf(p.until))}</dd></div>}
                </dl>
                {chosen
                  ? <p className="tag">{t("me.acting.chosen")}</p>
                  : <div className="actions actions-small"><button type="button" aria-disabled={busy} onClick={() => void run(p)}>{t("me.acting.choose")}<span className="hidden-text">: {p.name}</span></button></div>}
              </li>
            );
          })}
        </ul>
        {principals.data && items.length === 0 && <p className="hint">{t("me.acting.none")}</p>}
        {principals.data?.suomifi_failed && <p className="note">{t("me.acting.suomifiFailed")}</p>}
        {principals.data?.suomifi && (
          <section className="part" aria-labelledby="suomifi">
            <h3 id="suomifi">{t("me.acting.suomifi")}</h3>
            <p className="hint">{t("me.acting.suomifiAbout")}</p>
            {suomifi.problem && <ProblemNote problem={suomifi.problem} />}
            <div className="actions actions-small">
              <button type="button" aria-disabled={suomifi.busy} onClick={() => void suomifi.run("organisation")}>{t("me.acting.suomifiOrganisation")}</button>
              <button type="button" aria-disabled={suomifi.busy} onClick={() => void suomifi.run("person")}>{t("me.acting.suomifiPerson")}</button>
            </div>
          </section>
        )}
      </Answer>
    </>
  );
}
