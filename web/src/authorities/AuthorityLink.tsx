import type { ReactNode } from "react";
import { begin } from "../address/address";
import { store } from "../address/store";

interface Props {
  /** Of the authority; null: the whole directory. */
  code: string | null;
  part?: string;
  className?: string;
  children: ReactNode;
}

/** A link to an authority's card, or to the directory. */
export function AuthorityLink({ code, part, className, children }: Props) {
  const query = ["?view=authorities", code && `authority=${code}`, part && `part=${part}`].filter(Boolean).join("&");
  return (
    <a className={className} href={query} onClick={(event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      store.set({ ...begin("authorities"), authority: code, part: part ?? null }, true);
    }}>{children}</a>
  );
}
