import { useEffect, useState } from "react";
import { useProjects } from "../i18n/projects";
import { ProjectLink } from "./ProjectLink";
import { useProject } from "./ProjectContext";
import { type NewsItem, seeNews, useNews } from "./queries";
import { useSays } from "./useSays";

/** What authorities said and restricted since one has last seen that (F17). What was new when the page was opened stays to be read until it is left. */
export function NewsPart() {
  const { t, time } = useProjects();
  const { project, fields } = useProject();
  const says = useSays();
  const items = useKept(project.id, useNews(project.id, Boolean(project.shown)).data?.items ?? none);
  if (items.length === 0) return null;
  return (
    <section className="part" aria-labelledby="news-heading">
      <h3 id="news-heading">{t("news.heading")}</h3>
      <ul className="rows">
        {items.map((n) => (
          <li key={key(n)} className="row">
            <div className="row-text">
              <ProjectLink project={project.id} part={n.what === "restricted" || n.what === "lifted" ? "audience" : "comments"}>{t(`news.${n.what}`)}</ProjectLink>
              {n.field && <span>{says.label(n.field, fields[n.field] ?? null)}</span>}
              <span>{[n.authority_name, time(n.at)].join(" · ")}</span>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

const none: readonly NewsItem[] = [];
const key = (n: NewsItem) => `${n.what} ${n.id}`;

/** Keeps what came while the page is open, and notes that it was seen. */
function useKept(project: string, items: readonly NewsItem[]): readonly NewsItem[] {
  const [kept, setKept] = useState(items);
  const fresh = items.filter((n) => !kept.some((k) => key(k) === key(n)));
  if (fresh.length > 0) setKept([...fresh, ...kept]);
  const newest = items[0]?.at;
  useEffect(() => {
    if (newest) void seeNews(project, newest).catch(() => undefined); // else it is new once more
  }, [project, newest]);
  return kept;
}
