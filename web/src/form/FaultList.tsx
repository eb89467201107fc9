import { useEffect, useRef } from "react";
import { usePeople } from "../i18n/people";
import { type Faulty, fieldId } from "./faults";

interface Props {
  form: string;
  faulty: Faulty;
  /** Fields in the order of the form, with their labels. */
  labels: readonly (readonly [pointer: string, label: string])[];
}

/** All that is wrong with a form, above it, with links to its fields. It takes the focus when it comes. */
export function FaultList({ form, faulty, labels }: Props) {
  const { t } = usePeople();
  const note = useRef<HTMLDivElement>(null);
  const wrong = labels.filter(([pointer]) => faulty.fields[pointer]);
  const any = wrong.length > 0 || faulty.rest.length > 0;
  useEffect(() => {
    if (any) note.current?.focus();
  }, [any, faulty]);
  if (!any) return null;
  return (
    <div className="note note-error" role="alert" tabIndex={-1} ref={note}>
      <p><b>{wrong.length > 0 ? t("form.faults", { count: wrong.length }) : t("form.failed")}</b></p>
      {faulty.rest.map((detail) => <p key={detail}>{detail}</p>)}
      {wrong.length > 0 && (
        <ul>
          {wrong.map(([pointer, label]) => (
            <li key={pointer}>
              <a href={`#${fieldId(form, pointer)}`} onClick={(event) => {
                event.preventDefault();
                document.getElementById(fieldId(form, pointer))?.focus();
              }}>{label}</a>: {faulty.fields[pointer]}
            </li>
          ))}
        </ul>
      )}
      <p>{t("form.kept")}</p>
    </div>
  );
}
