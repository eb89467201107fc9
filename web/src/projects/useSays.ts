import { useProjects } from "../i18n/projects";
import { contentOf, pathOf } from "../projectParts/content";
import { useSays as useSaid } from "../projectParts/useSays";
import { useProject } from "./ProjectContext";
import type { Value } from "./values";

const ownNames = ["kind", "title", "summary", "announcement", "organiser"] as const;

/** What fields of the project are called and what they say; those with a name of their own as its form calls them. */
export function useSays() {
  const { t } = useProjects();
  const { kind, fields } = useProject();
  const said = useSaid(kind, contentOf(fields));
  const label = (path: string, value: Value): string => {
    const own = ownNames.find((name) => name === pathOf(path)[1]);
    return own ? t(`field.${own}`) : said.label(path, value);
  };
  /** In one line. */
  const line = (path: string, value: Value): string => said.words(path, value).replaceAll("\n", ", ");
  return { label, line, words: said.words };
}
