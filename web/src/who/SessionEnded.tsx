import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { IconWarning } from "suomifi-ui-components";
import { signInAddress } from "../address/return";
import { usePeople } from "../i18n/people";
import { announce } from "../shell/Announcer";
import { onReturn } from "./others";
import { askAgain, type Me, meQuery, useProviders } from "./queries";

/** Says that the session has ended. Signing in happens in another tab, so that nothing typed here is lost. */
export function SessionEnded({ back }: { back: () => void }) {
  const { t } = usePeople();
  const queries = useQueryClient();
  const providers = useProviders();
  const [before] = useState(() => queries.getQueryData<Me>(meQuery.queryKey));
  useEffect(() => onReturn(() => {
    void queries.fetchQuery({ ...meQuery, staleTime: 0 }).then((now) => {
      if (!now.signed_in) return;
      if (before?.signed_in && before.id !== now.id) return location.reload(); // what is on the page is another's
      back();
      announce(t("ended.again"));
      void askAgain(queries);
    }, () => undefined);
  }), [queries, before, back, t]);
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
