import { type FormEvent, useState } from "react";
import { Button } from "suomifi-ui-components";
import { Choices as Boxes, Select } from "../form/Field";
import { FaultList } from "../form/FaultList";
import { type Faulty, faultless, faultsOf, fieldId } from "../form/faults";
import { useAction } from "../form/useAction";
import { useCatalogue } from "../i18n/catalogue";
import { type Draft, type PartDraft, draftOf, missing, optionsOf } from "./choice";
import { FilePart, partLabels } from "./FilePart";
import { type Choices, type Import, choose } from "./queries";
import { Technical } from "./Technical";

interface Props {
  item: Import;
  choices: Choices;
  done: () => Promise<void>;
}

/** Asks for what the file does not say itself. */
export function ChoiceForm({ item, choices, done }: Props) {
  const { t } = useCatalogue();
  const [draft, setDraft] = useState<Draft>(() => draftOf(item.name, item.options, choices));
  const [own, setOwn] = useState<Faulty>(faultless);
  const { run, busy, problem, clear } = useAction(async () => {
    await choose(item.id, optionsOf(draft));
    await done();
  });
  const service = choices.service.length > 0;
  const taken = draft.parts.filter((p) => p.take);
  const labels: [string, string][] = [["/service", t("choice.service")], ...(taken.length === 0 ? [["/parts", t("choice.layers")] as [string, string]] : []), ...taken.flatMap((p, i) => partLabels(t, p, i, taken.length > 1))];
  const faulty = problem ? faultsOf(problem, labels.map(([pointer]) => pointer)) : own;
  const setPart = (part: PartDraft, change: Partial<PartDraft>) => setDraft((d) => ({ ...d, parts: d.parts.map((p) => (p === part ? { ...p, ...change } : p)) }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const empty = service ? (draft.service ? [] : ["/service"]) : taken.length === 0 ? ["/parts"] : missing(draft, choices.need, choices.part);
    clear();
    setOwn({ fields: Object.fromEntries(empty.map((pointer) => [pointer, t("choice.required")])), rest: [] });
    if (empty.length === 0) void run();
  };
  return (
    <form className="form" onSubmit={submit} noValidate aria-labelledby="choice-heading">
      <h3 id="choice-heading">{t("choice.heading")}</h3>
      <p>{wanted(t, choices)}</p>
      {choices.detail && <Technical text={choices.detail} />}
      <FaultList form="choice" faulty={faulty} labels={labels} />
      {service && (
        <Select id={fieldId("choice", "/service")} label={t("choice.service")} fault={faulty.fields["/service"]} value={draft.service} onChange={(value) => setDraft({ ...draft, service: value })}>
          <option value="">{t("choice.choose")}</option>
          {choices.service.map((l) => <option key={l.name} value={l.name}>{l.title ? `${l.title} (${l.name})` : l.name}</option>)}
        </Select>
      )}
      {!service && draft.parts.length > 1 && (
        <Boxes
          id={fieldId("choice", "/parts")} label={t("choice.layers")} hint={t("choice.layersHint")} fault={faulty.fields["/parts"]} chosen={taken.map((p) => p.layer)}
          choices={draft.parts.map((p) => ({ value: p.layer, label: p.title, hint: described(t, p) }))}
          onChange={(chosen) => setDraft({ ...draft, parts: draft.parts.map((p) => ({ ...p, take: chosen.includes(p.layer) })) })}
        />
      )}
      {!service && taken.map((part, i) => (
        <FilePart key={part.layer} part={part} index={i} choices={choices} asks={i === choices.part ? choices.need : null} faulty={faulty} change={(by) => setPart(part, by)} />
      ))}
      <Button type="submit" aria-disabled={busy}>{t("choice.goOn")}</Button>
    </form>
  );
}

/** What the import wants to know, in words. */
function wanted(t: ReturnType<typeof useCatalogue>["t"], { service, need, declared, looks_like }: Choices): string {
  if (service.length > 0) return t("choice.need.service");
  return declared && looks_like ? t("choice.need.otherCrs", { declared, looksLike: looks_like }) : t(`choice.need.${need}`);
}

const described = (t: ReturnType<typeof useCatalogue>["t"], { detail }: PartDraft) =>
  [detail.geometry, detail.features !== undefined && t("catalogue.features", { count: detail.features, number: String(detail.features) }), detail.crs].filter(Boolean).join(" · ");
