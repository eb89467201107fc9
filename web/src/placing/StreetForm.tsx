import { useState } from "react";
import { Field, Select } from "../form/Field";
import { useAction } from "../form/useAction";
import { useProjects } from "../i18n/projects";
import { Answer, ProblemNote } from "../shell/Answer";
import { isShape } from "./part";
import { type Street, stretch, useCrossings, useStreets } from "./queries";
import type { Put } from "./usePut";

const keyOf = (street: Street) => `${street.name}|${street.municipality?.code ?? ""}`;

/** A stretch of a street between two of its crossings, each chosen from a list. */
export function StreetForm({ put }: { put: Put }) {
  const { t } = useProjects();
  const [words, setWords] = useState("");
  const [chosen, setChosen] = useState<Street | null>(null);
  const streets = useStreets(words.trim());
  const items = streets.data?.items ?? [];
  return (
    <div className="form">
      <Field id="street-words" label={t("placing.street.words")} hint={t("placing.street.hint")} value={words} autoComplete="off" onChange={(value) => {
        setWords(value);
        setChosen(null);
      }} />
      <p role="status">{streets.data && words.trim().length > 1 ? (streets.data.known ? t("placing.street.count", { count: items.length }) : t("placing.street.unknown")) : ""}</p>
      {streets.error && <Answer query={streets}>{null}</Answer>}
      {items.length > 0 && words.trim().length > 1 && (
        <Select id="street-name" label={t("placing.street.street")} value={chosen ? keyOf(chosen) : ""} onChange={(key) => setChosen(items.find((s) => keyOf(s) === key) ?? null)}>
          <option value="">{t("placing.choose")}</option>
          {items.map((s) => <option key={keyOf(s)} value={keyOf(s)}>{[s.name, s.municipality?.name].filter(Boolean).join(", ")}</option>)}
        </Select>
      )}
      {chosen && <Stretch key={keyOf(chosen)} street={chosen} put={put} />}
    </div>
  );
}

function Stretch({ street, put }: { street: Street; put: Put }) {
  const { t, distance } = useProjects();
  const crossings = useCrossings(street);
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const items = crossings.data?.items ?? [];
  const { run, busy, problem } = useAction(async () => {
    const [a, b] = [items[Number(from)], items[Number(to)]];
    if (!a || !b || from === "" || to === "" || from === to) return;
    const { geometry } = await stretch(street, a, b);
    const name = t("placing.street.between", { street: street.name, from: a.name, to: b.name });
    if (isShape(geometry)) put([{ geometry, name, described: name }]);
  });
  const options = items.map((c, i) => <option key={`${c.name} ${c.at_m}`} value={i}>{items.filter((x) => x.name === c.name).length > 1 ? `${c.name} (${distance(c.at_m)})` : c.name}</option>);
  return (
    <Answer query={crossings}>
      {crossings.data && items.length < 2 && <p className="note">{t("placing.street.few")}</p>}
      {items.length > 1 && (
        <>
          <Select id="street-from" label={t("placing.street.from")} value={from} onChange={setFrom}><option value="">{t("placing.choose")}</option>{options}</Select>
          <Select id="street-to" label={t("placing.street.to")} value={to} onChange={setTo}><option value="">{t("placing.choose")}</option>{options}</Select>
          {problem && <ProblemNote problem={problem} />}
          <div className="actions actions-small"><button type="button" disabled={from === "" || to === "" || from === to} aria-disabled={busy} onClick={() => void run()}>{t("placing.street.put")}</button></div>
        </>
      )}
    </Answer>
  );
}
