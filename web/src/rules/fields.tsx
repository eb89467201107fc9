import { useState } from "react";
import { Area, Field } from "../form/Field";
import { useRules } from "../i18n/rules";
import { readNumber } from "../plan/plan";
import type { Words } from "./queries";

/** An element's id and what is wrong with it, by the JSON Pointer of the field. */
export type At = (pointer: string) => { id: string; fault?: string };

interface NumberProps {
  at: ReturnType<At>;
  label: string;
  hint?: string;
  value: number | undefined;
  /** NaN: what is typed is no number. */
  onChange: (value: number | undefined) => void;
}

/** A number as the language writes it. */
export function NumberField({ at, label, hint, value, onChange }: NumberProps) {
  const { t, number, lang } = useRules();
  const [typed, setTyped] = useState(value === undefined || Number.isNaN(value) ? "" : number(value));
  const [known, setKnown] = useState(value);
  if (!Object.is(known, value)) { // changed from elsewhere
    setKnown(value);
    if (!Number.isNaN(value) && readNumber(typed, lang) !== (value ?? null)) setTyped(value === undefined ? "" : number(value));
  }
  const type = (text: string) => {
    setTyped(text);
    const read = text.trim() === "" ? undefined : (readNumber(text, lang) ?? Number.NaN);
    setKnown(read);
    onChange(read);
  };
  return <Field {...at} label={label} hint={hint} fault={Number.isNaN(value) ? t("form.notNumber") : at.fault} inputMode="decimal" autoComplete="off" value={typed} onChange={type} />;
}

interface LinesProps {
  at: ReturnType<At>;
  label: string;
  hint?: string;
  values: readonly string[];
  onChange: (values: string[]) => void;
}

/** Values, one on each line. */
export function Lines({ at, label, hint, values, onChange }: LinesProps) {
  const read = (text: string) => text.split("\n").map((line) => line.trim()).filter(Boolean);
  const [typed, setTyped] = useState(values.join("\n"));
  const shown = read(typed).join("\n") === values.join("\n") ? typed : values.join("\n");
  return (
    <Area {...at} label={label} hint={hint} maxLength={20_000} value={shown} onChange={(text) => {
      setTyped(text);
      onChange(read(text));
    }} />
  );
}

interface TextsProps {
  at: At;
  pointer: string;
  label: string;
  hint?: string;
  long?: boolean;
  value: Words;
  onChange: (value: Words) => void;
}

/** One text in the three languages. */
export function Texts({ at, pointer, label, hint, long, value, onChange }: TextsProps) {
  const { t } = useRules();
  return (
    <fieldset className="form-field">
      <legend className="field-label">{label}</legend>
      {hint && <p className="field-hint">{hint}</p>}
      {(["fi", "sv", "en"] as const).map((l) => {
        const one = { ...at(`${pointer}/${l}`), label: t(`language.${l}`), value: value[l], onChange: (text: string) => onChange({ ...value, [l]: text }) };
        return long ? <Area key={l} {...one} maxLength={2000} /> : <Field key={l} {...one} maxLength={200} autoComplete="off" />;
      })}
    </fieldset>
  );
}
