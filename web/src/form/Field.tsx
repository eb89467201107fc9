import type { InputHTMLAttributes, ReactNode } from "react";

interface Common {
  id: string;
  label: string;
  hint?: string;
  fault?: string;
}

interface FieldProps extends Common, Omit<InputHTMLAttributes<HTMLInputElement>, "id" | "onChange" | "value" | "list"> {
  value: string;
  onChange: (value: string) => void;
}

/** One line of text, with its label, its hint and what is wrong with it. */
export function Field({ id, label, hint, fault, value, onChange, ...rest }: FieldProps) {
  return (
    <div className="form-field">
      <label className="field-label" htmlFor={id}>{label}</label>
      {hint && <p id={`${id}-hint`} className="field-hint">{hint}</p>}
      <div className={fault ? "field field-error" : "field"}>
        <input id={id} value={value} onChange={(e) => onChange(e.target.value)} aria-invalid={fault ? true : undefined} aria-describedby={described(id, hint, fault)} {...rest} />
      </div>
      {fault && <p id={`${id}-fault`} className="field-fault">{fault}</p>}
    </div>
  );
}

interface AreaProps extends Common {
  value: string;
  onChange: (value: string) => void;
  maxLength: number;
}

/** Several lines of text. */
export function Area({ id, label, hint, fault, value, onChange, maxLength }: AreaProps) {
  return (
    <div className="form-field">
      <label className="field-label" htmlFor={id}>{label}</label>
      {hint && <p id={`${id}-hint`} className="field-hint">{hint}</p>}
      <div className={fault ? "field field-error" : "field"}>
        <textarea id={id} rows={4} maxLength={maxLength} value={value} onChange={(e) => onChange(e.target.value)} aria-invalid={fault ? true : undefined} aria-describedby={described(id, hint, fault)} />
      </div>
      {fault && <p id={`${id}-fault`} className="field-fault">{fault}</p>}
    </div>
  );
}

interface SelectProps extends Common {
  value: string;
  onChange: (value: string) => void;
  children: ReactNode;
}

/** One of several, chosen from a list. */
export function Select({ id, label, hint, fault, value, onChange, children }: SelectProps) {
  return (
    <div className="form-field select">
      <label htmlFor={id}>{label}</label>
      {hint && <p id={`${id}-hint`} className="field-hint">{hint}</p>}
      <select id={id} value={value} onChange={(e) => onChange(e.target.value)} aria-invalid={fault ? true : undefined} aria-describedby={described(id, hint, fault)}>{children}</select>
      {fault && <p id={`${id}-fault`} className="field-fault">{fault}</p>}
    </div>
  );
}

interface ChoicesProps extends Common {
  choices: readonly { value: string; label: string; hint?: string }[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

/** Any of several, in the order in which they were chosen. */
export function Choices({ id, label, hint, fault, choices, chosen, onChange }: ChoicesProps) {
  return (
    <fieldset className="form-field choices" id={id} tabIndex={-1} aria-describedby={described(id, hint, fault)}>
      <legend className="field-label">{label}</legend>
      {hint && <p id={`${id}-hint`} className="field-hint">{hint}</p>}
      {choices.map((choice) => (
        <label key={choice.value} className="choice">
          <input
            type="checkbox" value={choice.value} checked={chosen.includes(choice.value)}
            onChange={(e) => onChange(e.target.checked ? [...chosen, choice.value] : chosen.filter((c) => c !== choice.value))}
          />
          <span>{choice.label}{choice.hint && <span className="choice-hint">{choice.hint}</span>}</span>
        </label>
      ))}
      {fault && <p id={`${id}-fault`} className="field-fault">{fault}</p>}
    </fieldset>
  );
}

const described = (id: string, hint?: string, fault?: string) => [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(" ") || undefined;
