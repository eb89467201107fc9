import { useEffect, useRef } from "react";
import { usePeople } from "../i18n/people";

/** A field that two people changed in different ways, in words. */
export interface Conflict<F extends string> {
  field: F;
  label: string;
  mine: string;
  theirs: string;
}

interface Props<F extends string> {
  conflicts: readonly Conflict<F>[];
  /** Puts what is saved in the place of what was typed. */
  take: (field: F) => void;
}

/** Somebody else saved meanwhile: what was typed is kept, what differs is shown. */
export function Meanwhile<F extends string>({ conflicts, take }: Props<F>) {
  const { t } = usePeople();
  const note = useRef<HTMLDivElement>(null);
  useEffect(() => note.current?.focus(), []);
  return (
    <div className="note note-warning" role="alert" tabIndex={-1} ref={note}>
      <p><b>{t("changed.heading")}</b></p>
      <p>{conflicts.length > 0 ? t("changed.differs") : t("changed.merged")}</p>
      <ul className="differences">
        {conflicts.map(({ field, label, mine, theirs }) => (
          <li key={field}>
            <b>{label}</b>
            <span>{t("changed.yours", { value: mine || t("changed.nothing") })}</span>
            <span>{t("changed.theirs", { value: theirs || t("changed.nothing") })}</span>
            <span className="actions-small"><button type="button" onClick={() => take(field)}>{t("changed.take")}<span className="hidden-text">: {label}</span></button></span>
          </li>
        ))}
      </ul>
    </div>
  );
}
