import type { MouseEvent, ReactNode } from "react";
import { type Address, begin, format, home } from "../address/address";
import { store } from "../address/store";

/** A page of the catalogue: a part of it, a layer, one of its versions, or an import. */
export type Page = Partial<Pick<Address, "part" | "layer" | "version" | "imported">>;

/** Opens a page of the catalogue. */
export const open = (page: Page) => store.set({ ...begin("layers"), ...page }, true);

interface Props {
  to: Page;
  className?: string;
  children: ReactNode;
}

/** A link to a page of the catalogue. */
export function CatalogueLink({ to, className, children }: Props) {
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    open(to);
  };
  return <a className={className} href={`?${format({ ...home, view: "layers", ...to })}`} onClick={follow}>{children}</a>;
}
