import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Button } from "suomifi-ui-components";
import type { Tagged } from "../api/client";
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
import { Meanwhile } from "../form/Meanwhile";
import { merge } from "../form/merge";
import { useAction } from "../form/useAction";
import { useCatalogue } from "../i18n/catalogue";
import { announce } from "../shell/Announcer";
import { Answer, ProblemNote } from "../shell/Answer";
import { Top } from "../shell/Top";
import { useMe } from "../who/queries";
import { type Schedule, dropSchedule, refresh, saveSchedule, scheduleQuery } from "./queries";
import { type Settings, bodyOf, settingsOf } from "./schedule";

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
  const schedule = useQuery(scheduleQuery(layer));
  const queries = useQueryClient();
  const [said, setSaid] = useState("");
  const [dropped, setDropped] = useState(0);
  const again = async (words: string) => {
    setSaid(words);
    announce(words);
    await Promise.all([queries.invalidateQueries(scheduleQuery(layer)), queries.invalidateQueries({ queryKey: ["layer-sources"] })]);
  };
  const drop = async (tag: string) => {
    let words = "";
    try {
      await dropSchedule(layer, tag);
      words = t("schedule.dropped");
      setDropped(dropped + 1);
    } finally {
      await again(words);
    }
  };
  return (
    <Answer query={schedule}>
      {said && <p className="done">{said}</p>}
      {schedule.data === null && <p className="intro">{t("schedule.none")}</p>}
      {schedule.data && <Now read={schedule.data} asked={schedule.dataUpdatedAt} again={again} drop={drop} />}
      {schedule.data !== undefined && <ScheduleForm key={dropped} layer={layer} first={schedule.data} begin={() => setSaid("")} done={() => again(t("schedule.saved"))} />}
    </Answer>
  );
}

interface NowProps {
  read: Tagged<Schedule>;
  asked: number;
  again: (words: string) => Promise<void>;
  drop: (tag: string) => Promise<void>;
}

/** How the source is, and what can be done about it at once. */
function Now({ read: { body: schedule, tag }, asked, again, drop }: NowProps) {
  const { t } = useCatalogue();
  const { run, busy, problem } = useAction(async () => {
    await refresh(schedule.layer);
    await again(t("schedule.refreshing"));
  });
  return (
    <>
      <HealthMark mark={markOf(schedule, asked)} />
      <SourceFacts source={schedule} />
      {problem && <ProblemNote problem={problem} />}
      <div className="actions actions-small">
        <button type="button" aria-disabled={busy} onClick={() => void run()}>{t("schedule.refresh")}</button>
        {schedule.import && <CatalogueLink to={{ part: "imports", imported: schedule.import }}>{t("schedule.import")}</CatalogueLink>}
        <Confirm label={t("schedule.drop")} of={schedule.title} question={t("schedule.dropQuestion")} yes={t("schedule.drop")} act={() => drop(tag)} />
      </div>
    </>
  );
}

/** How often, in minutes. */
const choices = [60, 360, 1440, 10_080, 43_200];

/** The settings in the order of the form, and where each stands in what is saved. */
const settings = ["address", "service", "minutes", "publish"] as const;
const pointerOf = { address: "/address", service: "/options/service", minutes: "/every_minutes", publish: "/publish" } as const;

interface FormProps {
  layer: string;
  first: Tagged<Schedule> | null;
  begin: () => void;
  done: () => Promise<void>;
}

/** The form stays as it was typed while others change the schedule, until both are brought together. */
function ScheduleForm({ layer, first, begin, done }: FormProps) {
  const { t } = useCatalogue();
  const queries = useQueryClient();
  const [base, setBase] = useState(first);
  const [typed, setTyped] = useState(() => settingsOf(first));
  const [conflicts, setConflicts] = useState<(keyof Settings)[]>([]);
  const { run, busy, problem } = useAction(async () => {
    const next = await saveSchedule(layer, base, bodyOf(typed, base));
    queries.setQueryData(scheduleQuery(layer).queryKey, next);
    setBase(next);
    setTyped(settingsOf(next));
    await done();
  });
  const put = (change: Partial<Settings>) => setTyped({ ...typed, ...change });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    begin();
    const failed = await run();
    if (failed?.status !== 412) return;
    const theirs = await queries.fetchQuery(scheduleQuery(layer));
    setBase(theirs);
    if (!theirs) return;
    const both = merge(settingsOf(base), typed, settingsOf(theirs));
    setTyped(both.merged);
    setConflicts(both.conflicts);
  };
  const label: Record<keyof Settings, string> = { address: t("imports.addressLabel"), service: t("choice.service"), minutes: t("sources.every"), publish: t("sources.publish") };
  const words = (field: keyof Settings, { [field]: value }: Settings) => (field === "minutes" ? t(...every(Number(value))) : field === "publish" ? t(`schedule.${value === "auto" ? value : "ask"}`) : value);
  const labels = settings.map((field) => [pointerOf[field], label[field]] as const);
  const changed = problem?.status === 412;
  const faulty = problem && !changed ? faultsOf(problem, labels.map(([pointer]) => pointer)) : faultless;
  const at = (field: keyof Settings) => ({ id: fieldId("schedule", pointerOf[field]), label: label[field], fault: faulty.fields[pointerOf[field]] });
  const offered = choices.includes(Number(typed.minutes)) ? choices : [...choices, Number(typed.minutes)].sort((a, b) => a - b);
  return (
    <form className="form form-apart" onSubmit={(event) => void submit(event)} noValidate aria-labelledby="schedule-form">
      <h3 id="schedule-form">{t(base ? "schedule.change" : "schedule.new")}</h3>
      <FaultList form="schedule" faulty={faulty} labels={labels} />
      {changed && !base && <p className="note note-warning" role="alert">{t("schedule.gone")}</p>}
      {changed && base && !busy && (
        <Meanwhile conflicts={conflicts.map((field) => ({ field, label: label[field], mine: words(field, typed), theirs: words(field, settingsOf(base)) }))} take={(field) => {
          put({ [field]: settingsOf(base)[field] });
          setConflicts(conflicts.filter((f) => f !== field));
          document.getElementById(at(field).id)?.focus();
        }} />
      )}
      <Field {...at("address")} hint={t("imports.addressHint")} type="url" inputMode="url" value={typed.address} onChange={(address) => put({ address })} autoComplete="off" spellCheck={false} />
      <Field {...at("service")} hint={t("schedule.serviceHint")} value={typed.service} onChange={(service) => put({ service })} autoComplete="off" spellCheck={false} />
      <Select {...at("minutes")} value={typed.minutes} onChange={(minutes) => put({ minutes })}>
        {offered.map((n) => <option key={n} value={n}>{t(...every(n))}</option>)}
      </Select>
      <Select {...at("publish")} hint={t(`schedule.about.${typed.publish}`)} value={typed.publish} onChange={(value) => put({ publish: value === "auto" ? "auto" : "ask" })}>
        {(["ask", "auto"] as const).map((p) => <option key={p} value={p}>{t(`schedule.${p}`)}</option>)}
      </Select>
      <Button type="submit" variant="secondary" aria-disabled={busy}>{t("schedule.save")}</Button>
    </form>
  );
}
