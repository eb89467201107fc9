import type { ReactNode } from "react";
import { useShown } from "../i18n/shown";
import type { Content, Kind } from "./content";
import { useSays } from "./useSays";

interface Props {
  content: Content;
  kind: Kind | undefined;
  /** What stands beneath a field, by its path. */
  beside?: (field: string, label: string) => ReactNode;
}

/** What a project says of itself: in its own words, and what it answers to the questions of its kind, section by section. */
export function SaysPart({ content, kind, beside }: Props) {
  const { t } = useShown();
  const says = useSays(kind, content);
  const plain = (["summary", "announcement", "organiser"] as const).filter((field) => content[field]);
  const sections = (kind?.sections ?? [])
    .map((section) => ({ ...section, questions: (kind?.questions ?? []).filter((q) => q.section === section.code && q.id in content.answers) }))
    .filter((section) => section.questions.length > 0);
  return (
    <>
      <dl className="shown-says">
        {plain.map((field) => <Said key={field} label={t(`field.${field}`)} words={content[field]} beside={beside?.(`/${field}`, t(`field.${field}`))} />)}
      </dl>
      {sections.map((section) => (
        <div key={section.code} className="shown-section">
          <h4>{section.name}</h4>
          <dl className="shown-says">
            {section.questions.map((q) => <Said key={q.id} label={q.label} words={says.answer(q.id, content.answers[q.id])} beside={beside?.(`/answers/${q.id}`, q.label)} />)}
          </dl>
        </div>
      ))}
    </>
  );
}

const Said = ({ label, words, beside }: { label: string; words: string; beside: ReactNode }) => <div><dt>{label}</dt><dd>{words}{beside}</dd></div>;
