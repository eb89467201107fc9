import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { IconArrowLeft, IconArrowRight } from "suomifi-ui-components";
import { useAddress } from "../address/store";
import { Problem } from "../api/problem";
import { useProjects } from "../i18n/projects";
import { Answer } from "../shell/Answer";
import { Top } from "../shell/Top";
import { askAgain, mine, useMe } from "../who/queries";
import { AudiencePart } from "./AudiencePart";
import { AuthoritiesPart } from "./AuthoritiesPart";
import { BasicsPart } from "./BasicsPart";
import { Beginning } from "./Beginning";
import { ConflictList } from "./ConflictList";
import { CopyPart } from "./CopyPart";
import { DaysPart } from "./DaysPart";
import { EndPart } from "./EndPart";
import { FilesPart } from "./FilesPart";
import { PeoplePart } from "./PeoplePart";
import { PlacePart } from "./PlacePart";
import { type PartName, ProjectLink, focusWanted, parts } from "./ProjectLink";
import { ProjectContext, type Shared, useProject } from "./ProjectContext";
import { QuestionsPart } from "./QuestionsPart";
import { SaveLine } from "./SaveLine";
import { ShowPart } from "./ShowPart";
import { TalkPart } from "./TalkPart";
import { VersionsPart } from "./VersionsPart";
import { textOf } from "./content";
import { useKinds } from "./queries";
import type { Saver } from "./saver";
import { openSaver } from "./savers";
import { useProjectOnMap } from "./useProjectOnMap";

interface Props {
  id: string;
  person: string;
}

/** One project, as its applicant's side writes it. */
export function ProjectPage({ id, person }: Props) {
  const { t } = useProjects();
  const [saver, setSaver] = useState<Saver | null>(null);
  const [error, setError] = useState<Problem | null>(null);
  const [attempt, setAttempt] = useState(0);
  const asked = useMe().dataUpdatedAt;
  useEffect(() => {
    let here = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    openSaver(person, id).then((opened) => {
      if (here) setSaver(opened);
      else opened.start()(); // what it has taken up is saved all the same
    }, (failed: unknown) => {
      if (!here) return;
      const problem = failed instanceof Problem ? failed : new Problem(0, "", "");
      setError(problem);
      if (problem.passing || problem.status === 429 || problem.status === 500) timer = setTimeout(() => setAttempt((n) => n + 1), Math.min(1000 * 2 ** attempt, 15_000));
    });
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [person, id, attempt]);
  const failedAt = useRef(0);
  useEffect(() => {
    if (error && failedAt.current !== asked) setAttempt((n) => n + 1); // somebody has signed in again, or acts for another
    failedAt.current = asked;
  }, [asked, error]);
  if (saver) return <Opened saver={saver} />;
  return (
    <section aria-labelledby="project-heading">
      <Top id="project-heading" heading={t("page.heading")}><BackToAll /></Top>
      <Answer query={{ isPending: !error, error }}>{error?.status === 404 && <p className="note">{t("page.notThere")}</p>}</Answer>
    </section>
  );
}

const BackToAll = () => {
  const { t } = useProjects();
  return <ProjectLink className="back"><IconArrowLeft aria-hidden="true" />{t("view.heading")}</ProjectLink>;
};

function Opened({ saver }: { saver: Saver }) {
  const snapshot = useSyncExternalStore(saver.subscribe, saver.snapshot);
  const queries = useQueryClient();
  const me = useMe();
  const kinds = useKinds();
  useEffect(() => {
    const stop = saver.start();
    return () => {
      stop();
      void queries.invalidateQueries({ queryKey: [mine, "projects"] });
    };
  }, [saver, queries]);
  useEffect(() => saver.resume(), [saver, me.dataUpdatedAt]); // somebody has signed in again
  const another = snapshot.problem?.faults[0]?.code === "other_person";
  useEffect(() => {
    if (another) void askAgain(queries); // whoever it is sees their own
  }, [another, queries]);
  const shared = useMemo<Shared>(() => {
    const list = kinds.data?.items ?? [];
    const { state } = snapshot.project;
    return { ...snapshot, saver, kinds: list, kind: list.find((k) => k.id === snapshot.fields["/kind"]), open: state !== "cancelled" };
  }, [snapshot, saver, kinds.data]);
  return <ProjectContext value={shared}><Page /></ProjectContext>;
}

const contents: Partial<Record<PartName, ReactNode>> = {
  basics: <BasicsPart />, questions: <QuestionsPart />, place: <PlacePart />, days: <DaysPart />, people: <PeoplePart />, files: <FilesPart />, audience: <AudiencePart />, show: <ShowPart />, comments: <TalkPart />, authorities: <AuthoritiesPart />, versions: <VersionsPart />, copy: <CopyPart />, end: <EndPart />,
};

/** The page's beginning, or one of its parts. */
function Page() {
  const { t } = useProjects();
  const { project, fields, kind, draft } = useProject();
  const named = useAddress((s) => s.part);
  const part = parts.find((p) => p === named && contents[p] && (p !== "days" || kind?.event)) ?? null;
  useProjectOnMap(part === "place");
  useEffect(() => void focusWanted(), [part]);
  const title = textOf(fields, "/title") || t("view.untitled");
  return (
    <section aria-labelledby="project-heading" className="project">
      <Top id="project-heading" heading={part ? t(`part.${part}.heading`) : title} focusOn={part ?? project.id}>
        {part ? <ProjectLink project={project.id} className="back"><IconArrowLeft aria-hidden="true" />{title}</ProjectLink> : <BackToAll />}
      </Top>
      <SaveLine />
      {Object.keys(draft.conflicts).length > 0 && <ConflictList />}
      {part ? contents[part] : <Beginning />}
      {part && <Next part={part} />}
    </section>
  );
}

/** In what order a project is told. */
export const order = ["basics", "questions", "place", "days", "people", "files", "audience", "show"] as const satisfies readonly PartName[];

function Next({ part }: { part: PartName }) {
  const { t } = useProjects();
  const { project, kind } = useProject();
  const told = order.filter((p) => p !== "days" || kind?.event);
  const at = told.findIndex((p) => p === part);
  const next = at < 0 ? undefined : told[at + 1];
  if (!next) return null;
  return <p className="project-next"><ProjectLink project={project.id} part={next}>{t("page.next", { part: t(`part.${next}.heading`) })}<IconArrowRight aria-hidden="true" /></ProjectLink></p>;
}
