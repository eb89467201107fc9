import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Button } from "suomifi-ui-components";
import { Back } from "../catalogue/Back";
import { CatalogueLink } from "../catalogue/CatalogueLink";
import { HealthMark } from "../catalogue/HealthMark";
import { every } from "../catalogue/every";
import { markOf } from "../catalogue/mark";
import { useLayer } from "../catalogue/queries";
import { keeps } from "../catalogue/registrar";
import { SourceFacts } from "../catalogue/SourcesPage";
import { Confirm } from "../form/Confirm";
import { Field, Select } from "../form/Field";
import { FaultList } from "../form/FaultList";
import { faultless, faultsOf, fieldId } from "../form/faults";
import { useAction } from "../form/useAction";
import { useCatalogue } from "../i18n/catalogue";
import { announce } from "../shell/Announcer";
import { Answer, ProblemNote } from "../shell/Answer";
import { Top } from "../shell/Top";
import { mine, useMe } from "../who/queries";
import { type Schedule, dropSchedule, refresh, saveSchedule, useSchedule } from "./queries";

/** Where a layer is fetched from and how often, for registrars of its keeper. */
export function SchedulePage({ layer }: { layer: string }) {
  const { t } = useCatalogue();
  const { data: me } = useMe();
  const known = useLayer(layer);
  const may = keeps(me, known.data?.provenance.keeper);
  return (
    <section aria-labelledby="schedule-heading">
      <Top id="schedule-heading" heading={t("schedule.heading")} focusOn={layer}><Back to={{ layer }}>{known.data?.title ?? t("layer.heading")}</Back></Top>
      <Answer query={known}>{known.data && (may ? <Kept layer={layer} /> : <p className="note">{t("imports.notYours")}</p>)}</Answer>
    </section>
  );
}

function Kept({ layer }: { layer: string }) {
  const { t } = useCatalogue();
  const schedule = useSchedule(layer);
  const queries = useQueryClient();
  const [said, setSaid] = useState("");
  const again = async (words: string) => {
    setSaid(words);
    announce(words);
    await Promise.all([queries.invalidateQueries({ queryKey: [mine, "schedule", layer] }), queries.invalidateQueries({ queryKey: ["layer-sources"] })]);
  };
  return (
    <Answer query={schedule}>
      {said && <p className="done">{said}</p>}
      {schedule.data === null && <p className="intro">{t("schedule.none")}</p>}
      {schedule.data && <Now schedule={schedule.data} asked={schedule.dataUpdatedAt} again={again} />}
      {schedule.data !== undefined && <ScheduleForm key={schedule.data?.address ?? ""} layer={layer} first={schedule.data} done={() => again(t("schedule.saved"))} />}
    </Answer>
  );
}

interface NowProps {
  schedule: Schedule;
  asked: number;
  again: (words: string) => Promise<void>;
}

/** How the source is, and what can be done about it at once. */
function Now({ schedule, asked, again }: NowProps) {
  const { t } = useCatalogue();
  const { run, busy, problem } = useAction(async () => {
    await refresh(schedule.layer);
    await again(t("schedule.refreshing"));
  });
  const drop = async () => {
    await dropSchedule(schedule.layer);
    await again(t("schedule.dropped"));
  };
  return (
    <>
      <HealthMark mark={markOf(schedule, asked)} />
      <SourceFacts source={schedule} />
      {problem && <ProblemNote problem={problem} />}
      <div className="actions actions-small">
        <button type="button" aria-disabled={busy} onClick={() => void run()}>{t("schedule.refresh")}</button>
        {schedule.import && <CatalogueLink to={{ part: "imports", imported: schedule.import }}>{t("schedule.import")}</CatalogueLink>}
        <Confirm label={t("schedule.drop")} of={schedule.title} question={t("schedule.dropQuestion")} yes={t("schedule.drop")} act={drop} />
      </div>
    </>
  );
}

/** How often, in minutes. */
const choices = [60, 360, 1440, 10_080, 43_200];

interface FormProps {
  layer: string;
  first: Schedule | null;
  done: () => Promise<void>;
}

function ScheduleForm({ layer, first, done }: FormProps) {
  const { t } = useCatalogue();
  const [address, setAddress] = useState(first?.address ?? "");
  const [minutes, setMinutes] = useState(String(first?.every_minutes ?? 1440));
  const [publish, setPublish] = useState<Schedule["publish"]>(first?.publish ?? "ask");
  const [service, setService] = useState(first?.options.service ?? "");
  const { run, busy, problem } = useAction(async () => {
    const options = { ...first?.options, service: service.trim() || undefined };
    await saveSchedule(layer, { address: address.trim(), every_minutes: Number(minutes), publish, options });
    await done();
  });
  const labels = [["/address", t("imports.addressLabel")], ["/options/service", t("choice.service")], ["/every_minutes", t("sources.every")], ["/publish", t("sources.publish")]] as const;
  const faulty = problem ? faultsOf(problem, labels.map(([pointer]) => pointer)) : faultless;
  const at = (pointer: string) => ({ id: fieldId("schedule", pointer), fault: faulty.fields[pointer] });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run();
  };
  const offered = choices.includes(Number(minutes)) ? choices : [...choices, Number(minutes)].sort((a, b) => a - b);
  return (
    <form className="form form-apart" onSubmit={submit} noValidate aria-labelledby="schedule-form">
      <h3 id="schedule-form">{t(first ? "schedule.change" : "schedule.new")}</h3>
      <FaultList form="schedule" faulty={faulty} labels={labels} />
      <Field {...at("/address")} label={t("imports.addressLabel")} hint={t("imports.addressHint")} type="url" inputMode="url" value={address} onChange={setAddress} autoComplete="off" spellCheck={false} />
      <Field {...at("/options/service")} label={t("choice.service")} hint={t("schedule.serviceHint")} value={service} onChange={setService} autoComplete="off" spellCheck={false} />
      <Select {...at("/every_minutes")} label={t("sources.every")} value={minutes} onChange={setMinutes}>
        {offered.map((n) => <option key={n} value={n}>{t(...every(n))}</option>)}
      </Select>
      <Select {...at("/publish")} label={t("sources.publish")} hint={t(`schedule.about.${publish}`)} value={publish} onChange={(value) => setPublish(value === "auto" ? "auto" : "ask")}>
        {(["ask", "auto"] as const).map((p) => <option key={p} value={p}>{t(`schedule.${p}`)}</option>)}
      </Select>
      <Button type="submit" variant="secondary" aria-disabled={busy}>{t("schedule.save")}</Button>
    </form>
  );
}
