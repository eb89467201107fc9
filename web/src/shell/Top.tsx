import { type ReactNode, useEffect, useRef } from "react";
import { Heading } from "suomifi-ui-components";

interface Props {
  id: string;
  heading: string;
  /** The heading takes the focus when this changes, so that a reader begins there. */
  focusOn?: unknown;
  children?: ReactNode;
}

/** The beginning of a view that was opened: the way back, and its heading. */
export function Top({ id, heading, focusOn, children }: Props) {
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => top.current?.focus({ preventScroll: true }), [focusOn]);
  return (
    <div className="details-top" ref={top} tabIndex={-1}>
      {children}
      <Heading variant="h2" id={id}>{heading}</Heading>
    </div>
  );
}
