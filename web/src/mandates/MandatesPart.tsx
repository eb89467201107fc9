import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Confirm } from "../form/Confirm";
import { useAction } from "../form/useAction";
import { usePeople } from "../i18n/people";
import { Looks } from "../me/Looks";
import { announce } from "../shell/Announcer";
import { Answer, ProblemNote } from "../shell/Answer";
import { askAgain } from "../who/queries";
import { lastDayOf } from "./day";
import { MandateForm } from "./MandateForm";
import { type Mandate, answerMandate, revoke, useMandates, useMatters } from "./queries";
import { writeUnit } from "./units";

/** Mandates given and received, asked for and used. */
export function MandatesPart() {
  const { t } = usePeople();
  const mandates = useMandates();
  const [said, setSaid] = useState("");
  const say = (text: string) => {
    setSaid(text);
    announce(text);
  };
  return (
    <>
      <p className="intro">{t("me.mandates.intro")}</p>
      {said && <p className="done">{said}</p>}
      <Answer query={mandates}>
        {mandates.data && (
          <>
            <List side="given" items={mandates.data.given ?? []} say={say} />
            <List side="received" items={mandates.data.received ?? []} say={say} />
          </>
        )}
      </Answer>
      <details className="place-form">
        <summary>{t("mandate.give")}</summary>
        <MandateForm way="give" say={say} />
      </details>
      <details className="place-form">
        <summary>{t("mandate.request")}</summary>
        <MandateForm way="request" say={say} />
      </details>
      <section className="part" aria-labelledby="mandate-uses">
        <h3 id="mandate-uses">{t("mandate.uses")}</h3>
        <p className="hint">{t("mandate.usesAbout")}</p>
        <Looks path="/api/v1/mandate-uses" none={t("mandate.noUses")} />
      </section>
    </>
  );
}

type Side = "given" | "received";

function List({ side, items, say }: { side: Side; items: readonly Mandate[]; say: (text: string) => void }) {
  const { t } = usePeople();
  return (
    <section className="part" aria-labelledby={`mandates-${side}`}>
      <h3 id={`mandates-${side}`}>{t(`mandate.${side}`)}</h3>
      {items.length === 0 && <p className="hint">{t(`mandate.none.${side}`)}</p>}
      <ul className="cards">{items.map((m) => <li key={m.id} className="card mandate"><Card side={side} mandate={m} say={say} /></li>)}</ul>
    </section>
  );
}

function Card({ side, mandate, say }: { side: Side; mandate: Mandate; say: (text: string) => void }) {
  const { t, date } = usePeople();
  const queries = useQueryClient();
  const matters = useMatters();
  const other = side === "given" ? mandate.receiver.name : mandate.giver.name;
  const { run, busy, problem } = useAction(async (accept: boolean) => {
    await answerMandate(mandate.id, accept);
    await askAgain(queries);
    say(t(accept ? "mandate.accepted" : "mandate.refused", { name: other }));
  });
  const takeBack = async () => {
    await revoke(mandate.id);
    await askAgain(queries);
    say(t("mandate.revoked", { name: other }));
  };
  const state = mandate.state === "given" ? (mandate.in_force ? "inForce" : new Date(mandate.valid_from) > new Date() ? "later" : "over") : mandate.state;
  const living = state === "inForce" || state === "later" || state === "requested";
  return (
    <>
      <h4>{other}</h4>
      <p className="tag" data-state={state}>{t(`mandate.state.${state}`)}</p>
      <dl>
        <div><dt>{t("mandate.matter")}</dt><dd>{matters.data?.items?.find((m) => m.code === mandate.matter)?.name ?? mandate.matter}</dd></div>
        {(mandate.property_units ?? []).length > 0 && <div><dt>{t("mandate.units")}</dt><dd>{mandate.property_units?.map(writeUnit).join(", ")}</dd></div>}
        <div><dt>{t("mandate.time")}</dt><dd>{date(mandate.valid_from)}–{date(lastDayOf(mandate.valid_to))}</dd></div>
        {mandate.note && <div><dt>{t("mandate.note")}</dt><dd>{mandate.note}</dd></div>}
      </dl>
      {problem && <ProblemNote problem={problem} />}
      {living && (
        <div className="actions actions-small">
          {side === "given" && state === "requested" && (
            <>
              <button type="button" aria-disabled={busy} onClick={() => void run(true)}>{t("mandate.accept")}<span className="hidden-text">: {other}</span></button>
              <button type="button" aria-disabled={busy} onClick={() => void run(false)}>{t("mandate.refuse")}<span className="hidden-text">: {other}</span></button>
            </>
          )}
          {!(side === "given" && state === "requested") && (
            <Confirm
              label={side === "given" ? t("mandate.revoke") : t("mandate.giveUp")} of={other}
              question={t(side === "given" ? "mandate.revokeQuestion" : "mandate.giveUpQuestion", { name: other })} yes={side === "given" ? t("mandate.revoke") : t("mandate.giveUp")} act={takeBack}
            />
          )}
        </div>
      )}
    </>
  );
}
