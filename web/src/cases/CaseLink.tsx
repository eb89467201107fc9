import type { MouseEvent, ReactNode } from "react";
import { type Address, begin, format, home } from "../address/address";
import { store } from "../address/store";

/** A page about projects that concern one's authority: their list, one of them, or an earlier version of it. */
export type Page = Partial<Pick<Address, "project" | "version" | "filter">>;

interface Props {
  to: Page;
  className?: string;
  children: ReactNode;
  /** Done before the page is opened. */
  before?: () => void;
}

/** A link to a page about projects that concern one's authority. */
export function CaseLink({ to, className, children, before }: Props) {
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    before?.();
    store.set({ ...begin("cases"), ...to }, true);
  };
  return <a className={className} href={`?${format({ ...home, view: "cases", ...to })}`} onClick={follow}>{children}</a>;
}
