import type { MouseEvent, ReactNode } from "react";
import { begin, format, home } from "../address/address";
import { store } from "../address/store";

interface Props {
  /** Which batch; none: the page of all of them. */
  batch?: string;
  className?: string;
  children: ReactNode;
}

/** Opens a batch, or the page of all of them. */
export const openBatch = (batch: string | null) => store.set({ ...begin("place"), part: "batches", batch }, true);

/** A link to a batch, or to the page of all of them. */
export function BatchLink({ batch, className, children }: Props) {
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    openBatch(batch ?? null);
  };
  return <a className={className} href={`?${format({ ...home, part: "batches", batch: batch ?? null })}`} onClick={follow}>{children}</a>;
}
