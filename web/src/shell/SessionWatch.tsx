import { lazy, Suspense, useEffect, useState } from "react";
import { sessionEnded } from "../api/client";
import { withPeople } from "../i18n/people";

const SessionEnded = lazy(() => withPeople(import("../who/SessionEnded")).then((m) => ({ default: m.SessionEnded })));

/** Notices that the session has ended while the page is open, whatever was asked. */
export function SessionWatch() {
  const [ended, setEnded] = useState(false);
  useEffect(() => {
    const notice = () => setEnded(true);
    addEventListener(sessionEnded, notice);
    return () => removeEventListener(sessionEnded, notice);
  }, []);
  return (
    <div role="alert" className="outage-place">
      {ended && <Suspense fallback={null}><SessionEnded back={() => setEnded(false)} /></Suspense>}
    </div>
  );
}
