import { Button } from "suomifi-ui-components";
import { Field, Select } from "../form/Field";
import { useProjects } from "../i18n/projects";
import { lang } from "../page/config";
import { announce } from "../shell/Announcer";
import { halfNote, useProject } from "./ProjectContext";
import { idOf } from "./ProjectLink";
import { type Day, dayKinds, daysOf } from "./content";
import { dayAfter, minutes, offsets, parted, span } from "./hours";
import { spanFaults, spanWords } from "./spanWords";

/** When an event is built up, open and taken down, in Finnish local time. */
export function DaysPart() {
  const { t } = useProjects();
  const { saver, fields, open } = useProject();
  const days = daysOf(fields);
  const put = (day: Day) => saver.type(`/days/${day.id}`, { ...day });
  const add = (day: Day) => {
    put(day);
    announce(t("day.added"));
    requestAnimationFrame(() => document.getElementById(idOf(`/days/${day.id}`))?.focus());
  };
  const remove = (day: Day) => {
    saver.type(`/days/${day.id}`, null);
    for (const which of ["from", "to"] as const) saver.note(halfNote(`/days/${day.id}`, which), "");
    announce(t("day.removed"));
    document.getElementById(idOf("/days"))?.focus();
  };
  return (
    <fieldset className="project-form" disabled={!open} id={idOf("/days")} tabIndex={-1}>
      <legend className="hidden-text">{t("part.days.heading")}</legend>
      <p className="intro">{t("day.intro")}</p>
      {days.length === 0 && <p className="note">{t("day.none")}</p>}
      <ul className="project-items">
        {days.map((day, i) => <li key={day.id}><DayFields day={day} number={i + 1} put={put} remove={() => remove(day)} /></li>)}
      </ul>
      {open && <NewDay days={days} add={add} />}
    </fieldset>
  );
}

interface DayProps {
  day: Day;
  number: number;
  put: (day: Day) => void;
  remove: () => void;
}

function DayFields({ day, number, put, remove }: DayProps) {
  const { t } = useProjects();
  const { draft, kind } = useProject();
  const id = idOf(`/days/${day.id}`);
  const faults = spanFaults(day.from, day.to);
  const long = minutes(day.from, day.to);
  const told = (fault: keyof typeof words | undefined, which: "from" | "to") => (fault && (day[which] || fault !== "none") ? words[fault] : undefined);
  const words = { none: t("day.fault.none"), skipped: t("day.fault.skipped"), twice: undefined };
  return (
    <fieldset className="form project-item" id={id} tabIndex={-1}>
      <legend><b>{t("day.number", { number })}</b></legend>
      <Select id={`${id}-kind`} label={t("day.what")} value={day.kind} onChange={(value) => put({ ...day, kind: dayKinds.find((k) => k === value) ?? "open" })}>
        {dayKinds.map((k) => <option key={k} value={k}>{t(`day.kind.${k}`)}</option>)}
      </Select>
      <Moment field={`/days/${day.id}`} id={`${id}-from`} words="from" value={day.from} fault={told(faults.from, "from")} twice={faults.from === "twice" || parted(day.from ?? "").offset !== ""} change={(from) => put({ ...day, from, to: followed(day, from) })} />
      <Moment field={`/days/${day.id}`} id={`${id}-to`} words="to" value={day.to} fault={told(faults.to, "to") ?? (faults.order ? t("day.fault.order") : undefined)} twice={faults.to === "twice" || parted(day.to ?? "").offset !== ""} change={(to) => put({ ...day, to: closed(day, to) })} />
      <p className="day-words" aria-live="polite">{spanWords(lang, day.from, day.to)}{long !== null && long > 0 && ` (${duration(long, t)})`}{kind?.event && crossesChange(day) && ` ${t("day.clocks")}`}</p>
      {draft.refused[`/days/${day.id}`] && <p className="field-fault">{draft.refused[`/days/${day.id}`]}</p>}
      <Field id={`${id}-note`} label={t("day.note")} value={day.note ?? ""} maxLength={200} autoComplete="off" onChange={(note) => put({ ...day, note })} />
      <div className="actions-small"><button type="button" onClick={remove}>{t("day.remove")}<span className="hidden-text">: {t("day.number", { number })}</span></button></div>
    </fieldset>
  );
}

/** When the beginning goes to another day, the end goes with it. */
function followed({ from, to }: Day, next: string): string {
  const [a, b, c] = [from, next, to].map((local) => (local ?? "").slice(0, 10));
  if (!a || !b || !c || a === b) return to;
  const days = Math.round((Date.parse(`${b}T12:00:00Z`) - Date.parse(`${a}T12:00:00Z`)) / 86_400_000);
  return Number.isFinite(days) ? dayAfter(c, days) + parted(to).wall.slice(10) : to;
}

/** An end at a time that is no later than the beginning of the same day is the next day's. */
function closed({ from, to }: Day, next: string): string {
  const [day, time] = [next.slice(0, 10), next.slice(11, 16)];
  const changedTime = time !== (to ?? "").slice(11, 16);
  if (changedTime && day === (from ?? "").slice(0, 10) && time && time <= from.slice(11, 16)) return dayAfter(day, 1) + next.slice(10);
  return next;
}

/** Whether clocks change between the two: the hours are not those of the clock. */
const crossesChange = ({ from, to }: Day): boolean => {
  const real = minutes(from, to);
  const clock = (Date.parse(`${parted(to ?? "").wall}:00Z`) - Date.parse(`${parted(from ?? "").wall}:00Z`)) / 60_000;
  return real !== null && Number.isFinite(clock) && real !== clock;
};

function duration(all: number, t: ReturnType<typeof useProjects>["t"]): string {
  const [hours, rest] = [Math.floor(all / 60), all % 60];
  return [hours > 0 && t("day.hours", { count: hours }), rest > 0 && t("day.minutes", { count: rest })].filter(Boolean).join(" ");
}

interface MomentProps {
  id: string;
  /** The path of the day. */
  field: string;
  words: "from" | "to";
  value: string;
  fault?: string;
  /** Clocks show it twice: which one is meant is asked. */
  twice: boolean;
  change: (value: string) => void;
}

/** A day and a time of the clock. What is half told is kept beside the project until the other half is. */
function Moment({ id, words, field, value, fault, twice, change }: MomentProps) {
  const { t } = useProjects();
  const { saver, notes } = useProject();
  const { wall, offset } = parted(value ?? "");
  const note = halfNote(field, words);
  const half = notes[note]?.split(" ");
  const [day = "", time = ""] = half ?? [wall.slice(0, 10), wall.slice(11)];
  const put = (next: { day: string; time: string }) => {
    const whole = Boolean(next.day && next.time);
    saver.note(note, whole ? "" : `${next.day} ${next.time}`);
    if (whole) change(`${next.day}T${next.time}`);
  };
  return (
    <>
      <div className="form-row">
        <Field id={`${id}-day`} label={t(`day.${words}.day`)} type="date" value={day} onChange={(next) => put({ day: next, time })} fault={fault} />
        <Field id={`${id}-time`} label={t(`day.${words}.time`)} type="time" value={time} onChange={(next) => put({ day, time: next })} />
      </div>
      {twice && (
        <Select id={`${id}-which`} label={t("day.twice")} hint={t("day.twiceHint")} value={offset} onChange={(next) => change(wall + next)}>
          <option value="">{t("day.choose")}</option>
          <option value={offsets[0]}>{t("day.first")}</option>
          <option value={offsets[1]}>{t("day.second")}</option>
        </Select>
      )}
    </>
  );
}

/** Another day like the last one, a day later; the first day is asked for. */
function NewDay({ days, add }: { days: readonly Day[]; add: (day: Day) => void }) {
  const { t } = useProjects();
  const last = days.at(-1);
  const { saver, notes } = useProject();
  const first = notes["first day"] ?? "";
  const begin = () => {
    saver.note("first day", "");
    add({ id: id(), kind: "open", ...span(first, "12:00", "18:00") });
  };
  const id = () => crypto.randomUUID();
  if (last?.from && last.to) {
    const next = (local: string) => dayAfter(local.slice(0, 10), 1) + parted(local).wall.slice(10);
    return <Button variant="secondary" onClick={() => add({ id: id(), kind: last.kind, from: next(last.from), to: next(last.to) })}>{t("day.another")}</Button>;
  }
  return (
    <div className="form project-item">
      <Field id="project-first-day" label={t("day.firstDay")} type="date" value={first} onChange={(next) => saver.note("first day", next)} />
      <Button variant="secondary" aria-disabled={!first} onClick={() => first && begin()}>{t("day.add")}</Button>
    </div>
  );
}
