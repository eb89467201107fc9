import { useIsFetching, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Problem, serviceAway } from "../api/problem";
import { useText } from "../i18n/useText";
import { IconWarning } from "suomifi-ui-components";

/** Says that the service is away for a moment, and that the page tries again by itself. */
export function Outage() {
  const { t } = useText();
  const away = useAway();
  return (
    <div role="alert" className="outage-place">
      {away && (
        <div className="outage">
          <IconWarning aria-hidden="true" />
          <span>{t("outage.text")}</span>
        </div>
      )}
    </div>
  );
}

/** Whether some request is failing for a passing reason. Asks the service itself when to take the words back. */
function useAway(): boolean {
  const client = useQueryClient();
  useIsFetching(); // renders again as requests come and go
  const [away, setAway] = useState(false);
  const failing = client.getQueryCache().getAll().some((q) => {
    const reason = q.state.fetchFailureReason ?? q.state.error;
    return reason instanceof Problem && reason.passing && q.getObserversCount() > 0;
  });
  useEffect(() => {
    const notice = () => setAway(true);
    addEventListener(serviceAway, notice);
    return () => removeEventListener(serviceAway, notice);
  }, []);
  useEffect(() => client.getQueryCache().subscribe((event) => {
    if (event.type === "updated" && event.action.type === "failed" && event.action.error instanceof Problem && event.action.error.passing) setAway(true);
  }), [client]);
  useEffect(() => {
    if (!away) return;
    const timer = setInterval(() => {
      void fetch("/readyz", { cache: "no-store" }).then(
        (response) => {
          if (!response.ok) return;
          setAway(false);
          void client.refetchQueries({ type: "active", predicate: (q) => q.state.status === "error" || q.state.fetchFailureCount > 0 });
        },
        () => undefined,
      );
    }, 2500);
    return () => clearInterval(timer);
  }, [away, client]);
  return away || failing;
}
