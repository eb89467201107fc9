import { useProjects } from "../i18n/projects";
import { lang } from "../page/config";
import { useProject } from "./ProjectContext";
import { answerTo, asked } from "./cases";
import { daysOf, partsOf, textOf } from "./content";
import { useImposed } from "./queries";
import { spanWords } from "./spanWords";
import { useSays } from "./useSays";
import type { Value } from "./values";

/** What everybody would see: the title, what is told to everybody, the answers that are for everybody, the place and the hours; nothing that the applicant or an authority restricts, and no persons. */
export function EverybodySees() {
  const { t } = useProjects();
  const { project, fields, kind } = useProject();
  const says = useSays();
  const imposed = useImposed(project.id, Boolean(project.shown));
  const isOpen = (item: string) => !(`/restricted/${item}` in fields) && !imposed.data?.items.some((i) => i.item === item);
  const rows: [string, string][] = [
    [t("field.title"), textOf(fields, "/title")], [t("field.kind"), kind?.name ?? ""], [t("field.announcement"), textOf(fields, "/announcement")], [t("field.organiser"), textOf(fields, "/organiser")],
    ...(kind ? asked(kind, fields).filter((q) => q.open && isOpen(`answers.${q.id}`)).map((q): [string, string] => [q.label, says.line(`/answers/${q.id}`, answerTo(fields, q.id))]) : []),
    ...partsOf(fields).filter((p) => isOpen(`parts.${p.id}`)).map((p): [string, string] => [t("show.place"), says.line(`/parts/${p.id}`, p as unknown as Value)]),
    ...daysOf(fields).filter((d) => kind?.event && isOpen(`days.${d.id}`)).map((d): [string, string] => [t(`day.kind.${d.kind}`), spanWords(lang, d.from, d.to)]),
  ];
  return (
    <>
      <p>{t("show.everybodyWill")}</p>
      <dl className="everybody-sees">{rows.filter(([, words]) => words).map(([name, words], i) => <div key={`${name} ${i}`}><dt>{name}</dt><dd>{words}</dd></div>)}</dl>
      <p className="hint">{t("show.noPersons")}</p>
    </>
  );
}
