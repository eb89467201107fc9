import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { IconArrowLeft } from "suomifi-ui-components";
import { herePath, keep, signInAddress } from "../address/return";
import { store, useAddress } from "../address/store";
import { Answer } from "../shell/Answer";
import { Top } from "../shell/Top";
import { usePeople } from "../i18n/people";
import { tellOthers } from "./others";
import { askAgain, useMe, useProviders } from "./queries";

/** Where people sign in, or hear that they have for another tab. */
export function SignInView() {
  const { t, common } = usePeople();
  const { data: me } = useMe();
  const step = useAddress((s) => s.signIn);
  const back = () => {
    store.set({ signIn: null }, true);
    document.getElementById("panel")?.focus();
  };
  return (
    <section aria-labelledby="sign-in-heading">
      <Top id="sign-in-heading" heading={t("signIn.heading")} focusOn={step}>
        <button type="button" className="back" onClick={back}><IconArrowLeft aria-hidden="true" />{common("details.back")}</button>
      </Top>
      {me?.signed_in ? <SignedIn name={me.name ?? ""} again={step === "done"} /> : <><p className="intro">{t("signIn.intro")}</p><SignInWays /></>}
    </section>
  );
}

function SignedIn({ name, again }: { name: string; again: boolean }) {
  const { t } = usePeople();
  useEffect(() => {
    if (again) tellOthers();
  }, [again]);
  return (
    <div className="note">
      <p>{t("signIn.already", { name })}</p>
      {again && <p>{t("signIn.goBack")}</p>}
    </div>
  );
}

/** The ways to sign in, each a plain link that comes back to where the person is. */
export function SignInWays() {
  const providers = useProviders();
  const { t } = usePeople();
  const queries = useQueryClient();
  const here = useSyncExternalStore(store.subscribe, () => herePath(location));
  // Whoever signed in meanwhile in another tab is seen when they come back to this one.
  useEffect(() => {
    const look = () => document.visibilityState === "visible" && void askAgain(queries);
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [queries]);
  return (
    <Answer query={providers}>
      {providers.data?.items?.length === 0 && <p className="note">{t("signIn.none")}</p>}
      <ul className="cards">
        {providers.data?.items?.map((p) => (
          <li key={p.id} className="way">
            <a href={signInAddress(p.address, here)} onClick={() => keep(location.hash)}>{p.title}</a>
            {p.hint && <p>{p.hint}</p>}
          </li>
        ))}
      </ul>
    </Answer>
  );
}
