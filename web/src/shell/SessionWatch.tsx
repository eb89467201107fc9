import { lazy, Suspense, useEffect, useState } from "react";
import { sessionEnded } from "../api/client";
import { withPeople } from "../i18n/people";
import { onReturn } from "../who/others";

const SessionEnded = lazy(() => withPeople(import("../who/SessionEnded")).then((m) => ({ default: m.SessionEnded })));

/** Notices that the session has ended while the page is open, whatever was asked. */
export function SessionWatch() {
  const [returns, setReturns] = useState<number | null>(null); // null: it has not ended
  const ended = returns !== null;
  useEffect(() => {
    const notice = () => setReturns((n) => n ?? 0);
    addEventListener(sessionEnded, notice);
    return () => removeEventListener(sessionEnded, notice);
  }, []);
  // Heard from the moment it has ended, not only when its notice has been fetched.
  useEffect(() => (ended ? onReturn(() => setReturns((n) => (n ?? 0) + 1)) : undefined), [ended]);
  return (
    <div role="alert" className="outage-place">
      {ended && <Suspense fallback={null}><SessionEnded returns={returns} back={() => setReturns(null)} /></Suspense>}
    </div>
  );
}
