import type { MouseEvent, ReactNode } from "react";
import { begin } from "../address/address";
import { store } from "../address/store";

/** A link to a project that is open to everybody, or to all of them. */
export function EventLink({ project, className, children }: { project?: string; className?: string; children: ReactNode }) {
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    store.set({ ...begin("events"), project: project ?? null }, true);
  };
  return <a className={className} href={project ? `?view=events&project=${project}` : "?view=events"} onClick={follow}>{children}</a>;
}
