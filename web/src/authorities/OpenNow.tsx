import { usePeople } from "../i18n/people";

/** Whether it is open at the moment; nothing where its hours are not known. */
export function OpenNow({ open }: { open?: boolean }) {
  const { t } = usePeople();
  if (open === undefined) return null;
  return <span className={open ? "open-now" : "closed-now"}>{t(open ? "authority.open" : "authority.closed")}</span>;
}
