import type { ReactNode } from "react";
import type { Severity } from "../api/queries";

/** The order in which findings and their counts are shown: the worst first, what is not known before what is well. */
export const severities = ["red", "amber", "unknown", "green"] as const satisfies readonly Severity[];

/** A shape of its own for each severity, so that none is told by colour alone. */
const shapes: Record<Severity, ReactNode> = {
  red: (
    <>
      <path d="M7.500 1.500h9l6 6v9l-6 6h-9l-6-6v-9Z" fill="currentColor" />
      <path d="M7 12h10" className="sign" />
    </>
  ),
  amber: (
    <>
      <path d="M12 1.800 23 21.500H1Z" fill="currentColor" />
      <path d="M12 8.500v6.500M12 18.200v.1" className="sign" />
    </>
  ),
  unknown: (
    <>
      <path d="M12 1.500 22.500 12 12 22.500 1.500 12Z" fill="currentColor" />
      <path d="M9.700 9.600a2.400 2.400 0 1 1 3.600 2.100c-.9.500-1.300 1-1.300 1.900M12 16.600v.1" className="sign" />
    </>
  ),
  green: (
    <>
      <circle cx="12" cy="12" r="10.500" fill="currentColor" />
      <path d="m7.200 12.400 3.300 3.300 6.300-6.600" className="sign" />
    </>
  ),
};

export function SeverityIcon({ severity }: { severity: Severity }) {
  return <svg className={`severity-icon severity-${severity}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">{shapes[severity]}</svg>;
}
