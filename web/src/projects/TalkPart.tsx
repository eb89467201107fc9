import { useQueryClient } from "@tanstack/react-query";
import { useProjects } from "../i18n/projects";
import { CommentForm, type Remarks } from "../projectParts/CommentForm";
import { CommentsPart } from "../projectParts/CommentsPart";
import { draftKey } from "../projectParts/drafts";
import type { Comment } from "../projectParts/queries";
import { Answer } from "../shell/Answer";
import { useMe } from "../who/queries";
import { useProject } from "./ProjectContext";
import { commentsKey, reply, useComments } from "./queries";
import { useSays } from "./useSays";

/** What authorities have said of the project, conditions standing out, and what the applicant's side answers. */
export function TalkPart() {
  const { t } = useProjects();
  const { project, fields } = useProject();
  const says = useSays();
  const queries = useQueryClient();
  const me = useMe().data;
  const comments = useComments(project.id);
  if (project.state === "draft") return <p className="note">{t("talk.notShown")}</p>;
  const send = async ({ text, kind, field, answers, key }: Remarks) => {
    await reply(project.id, key, text, kind, answers, field);
    await queries.invalidateQueries({ queryKey: commentsKey(project.id) });
  };
  const write = (answers?: Comment, done?: () => void) => (
    <CommentForm draftKey={draftKey(me?.id ?? "", "answer", project.id, answers?.id ?? "")} official={false} answers={answers} send={send} done={done} />
  );
  return (
    <>
      <p className="intro">{t("talk.intro")}</p>
      <Answer query={comments}>
        {comments.data && <CommentsPart comments={comments.data.items} label={(field) => says.label(field, fields[field] ?? null)} answer={(answered, done) => write(answered, done)} />}
      </Answer>
      <section className="part" aria-labelledby="talk-new">
        <h3 id="talk-new">{t("talk.new")}</h3>
        {write()}
      </section>
    </>
  );
}
