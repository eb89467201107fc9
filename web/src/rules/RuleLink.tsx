import type { MouseEvent, ReactNode } from "react";
import { IconArrowLeft } from "suomifi-ui-components";
import { type Address, begin, format, home } from "../address/address";
import { store } from "../address/store";

/** A page about rules: all of them, one of them, proposals, or one of those. */
export type Page = Partial<Pick<Address, "rule" | "proposal" | "part">>;

/** Opens a page about rules. */
export const open = (page: Page) => store.set({ ...begin("rules"), ...page }, true);

interface Props {
  to: Page;
  className?: string;
  children: ReactNode;
}

/** A link to a page about rules. */
export function RuleLink({ to, className, children }: Props) {
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    open(to);
  };
  return <a className={className} href={`?${format({ ...home, view: "rules", ...to })}`} onClick={follow}>{children}</a>;
}

/** The way back from a page about rules. */
export const Back = ({ to, children }: { to: Page; children: ReactNode }) => <RuleLink to={to} className="back"><IconArrowLeft aria-hidden="true" />{children}</RuleLink>;
