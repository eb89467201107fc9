import type { ReactNode } from "react";
import { IconArrowLeft, IconChevronRight } from "suomifi-ui-components";
import { begin } from "../address/address";
import { store, useAddress } from "../address/store";
import { usePeople } from "../i18n/people";
import { ActingPart } from "../mandates/ActingPart";
import { MandatesPart } from "../mandates/MandatesPart";
import { Answer } from "../shell/Answer";
import { Top } from "../shell/Top";
import { useMe } from "../who/queries";
import { SignInWays } from "../who/SignInView";
import { LooksPart } from "./LooksPart";
import { ProfilePart } from "./ProfilePart";
import { SessionsPart } from "./SessionsPart";
import { TokensPart } from "./TokensPart";

const parts = ["profile", "acting", "mandates", "sessions", "tokens", "looks"] as const;
type Part = (typeof parts)[number];

const contents: Record<Part, ReactNode> = {
  profile: <ProfilePart />, acting: <ActingPart />, mandates: <MandatesPart />, sessions: <SessionsPart />, tokens: <TokensPart />, looks: <LooksPart />,
};

/** The page of whoever is signed in: its beginning, or one of its parts. */
export function MeView() {
  const { t } = usePeople();
  const me = useMe();
  const named = useAddress((s) => s.part);
  const part = parts.find((p) => p === named) ?? null;
  if (!me.data?.signed_in) {
    return (
      <section aria-labelledby="me-heading">
        <Top id="me-heading" heading={t("me.heading")} />
        <Answer query={me}>{me.data && <><p className="intro">{t("me.signIn")}</p><SignInWays /></>}</Answer>
      </section>
    );
  }
  // Whatever is typed belongs to the party that one acts for.
  const whose = me.data.acting?.party ?? "self";
  return (
    <section aria-labelledby="me-heading">
      <Top id="me-heading" heading={part ? t(`me.${part}.heading`) : t("me.heading")} focusOn={part}>
        {part && <Step to={null} className="back"><IconArrowLeft aria-hidden="true" />{t("me.heading")}</Step>}
      </Top>
      {part ? <div key={`${part} ${whose}`}>{contents[part]}</div> : <Beginning name={me.data.name ?? ""} />}
    </section>
  );
}

function Beginning({ name }: { name: string }) {
  const { t } = usePeople();
  return (
    <>
      <p className="intro">{t("me.intro", { name })}</p>
      <ul className="steps">
        {parts.map((part) => (
          <li key={part}>
            <Step to={part}>
              <span><b>{t(`me.${part}.heading`)}</b><span>{t(`me.${part}.about`)}</span></span>
              <IconChevronRight aria-hidden="true" />
            </Step>
          </li>
        ))}
      </ul>
    </>
  );
}

/** A link to a part of the page, or back to its beginning. */
function Step({ to, className, children }: { to: Part | null; className?: string; children: ReactNode }) {
  return (
    <a className={className} href={to ? `?view=me&part=${to}` : "?view=me"} onClick={(event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      store.set({ ...begin("me"), part: to }, true);
    }}>{children}</a>
  );
}
