import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import { IconWarning } from "suomifi-ui-components";
import { signInAddress } from "../address/return";
import { usePeople } from "../i18n/people";
import { announce } from "../shell/Announcer";
import { askAgain, type Me, meQuery, useProviders } from "./queries";

interface Props {
  /** How often the person has come back to this tab, or somebody has signed in in another, since it has ended. */
  returns: number;
  back: () => void;
}

/** Says that the session has ended. Signing in happens in another tab, so that nothing typed here is lost. */
export function SessionEnded({ returns, back }: Props) {
  const { t } = usePeople();
  const queries = useQueryClient();
  const providers = useProviders();
  const [before] = useState(() => queries.getQueryData<Me>(meQuery.queryKey));
  const signedIn = useEffectEvent((now: Me) => {
    if (!now.signed_in) return;
    if (before?.signed_in && before.id !== now.id) return location.reload(); // what is on the page is another's
    back();
    announce(t("ended.again"));
    void askAgain(queries);
  });
  useEffect(() => {
    if (returns > 0) queries.fetchQuery({ ...meQuery, staleTime: 0 }).then(signedIn, () => undefined);
  }, [returns, queries]);
  const all = providers.data?.items ?? [];
  const same = all.filter((p) => p.id === before?.provider);
  return (
    <div className="outage session-ended">
      <IconWarning aria-hidden="true" />
      <div>
        <p><b>{t("ended.title")}</b> {t("ended.kept")}</p>
        <ul>
          {(same.length > 0 ? same : all).map((p) => (
            <li key={p.id}><a target="_blank" rel="noreferrer" href={signInAddress(p.address, `${location.pathname}?sign-in=done`)}>{t("ended.signIn", { way: p.title })}</a></li>
          ))}
        </ul>
      </div>
    </div>
  );
}
