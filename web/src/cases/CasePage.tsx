import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Button, IconArrowLeft } from "suomifi-ui-components";
import { Problem } from "../api/problem";
import { useAction } from "../form/useAction";
import { useShown } from "../i18n/shown";
import { type Comment, useKind } from "../projectParts/queries";
import { CommentButton, CommentForm, type Remarks } from "../projectParts/CommentForm";
import { CommentsPart } from "../projectParts/CommentsPart";
import { ConcernedPart } from "../projectParts/ConcernedPart";
import { type Content, contentOf } from "../projectParts/content";
import { draftKey } from "../projectParts/drafts";
import { DaysPart } from "../projectParts/DaysPart";
import { PeoplePart } from "../projectParts/PeoplePart";
import { PlacePart } from "../projectParts/PlacePart";
import { SaysPart } from "../projectParts/SaysPart";
import { useSays } from "../projectParts/useSays";
import { announce } from "../shell/Announcer";
import { Answer, ProblemNote } from "../shell/Answer";
import { Top } from "../shell/Top";
import { useMe } from "../who/queries";
import { EventLink } from "../publicProjects/EventLink";
import { CaseLink } from "./CaseLink";
import { ChangesPart, type Looked } from "./ChangesPart";
import { FilesPart } from "./FilesPart";
import { RestrictPart } from "./RestrictPart";
import { RunPart } from "./RunPart";
import { type Case, casesKey, comment, lookAt, seeTo, useCase, useCaseAuthorities, useCaseComments } from "./queries";

/** A project as an official of one of its authorities sees it: the newest version that was shown, or an earlier one. */
export function CasePage({ id, version }: { id: string; version: number | null }) {
  const { t } = useShown();
  const found = useCase(id, version);
  const missing = found.error instanceof Problem && found.error.status === 404;
  const title = found.data?.fields["/title"];
  return (
    <section aria-labelledby="case-heading">
      <Top id="case-heading" heading={typeof title === "string" ? title : t("case.heading")} focusOn={id}>
        <CaseLink to={{}} className="back"><IconArrowLeft aria-hidden="true" />{t("cases.heading")}</CaseLink>
      </Top>
      <Answer query={found}>
        {missing && <div className="note"><p>{t("case.notThere")}</p><p><EventLink project={id}>{t("case.publicPage")}</EventLink></p></div>}
        {found.data && <Known c={found.data} earlier={version !== null} />}
      </Answer>
    </section>
  );
}

function Known({ c, earlier }: { c: Case; earlier: boolean }) {
  const { t } = useShown();
  const content = contentOf(c.fields);
  const kind = useKind(content.kind);
  const looked = useLooked(c, earlier);
  const says = useSays(kind, content);
  const write = useWriting(c);
  const beside = (field: string, label: string) => !earlier && <CommentButton label={label} form={(done) => write({ field, label }, undefined, done)} />;
  return (
    <>
      <Facts c={c} content={content} kind={kind?.name ?? ""} />
      {earlier && <div className="note"><p>{t("case.earlier", { version: c.version })}</p><p><CaseLink to={{ project: c.id }}>{t("case.toNewest")}</CaseLink></p></div>}
      {c.state === "cancelled" && <div className="note note-error"><p><b>{t("case.cancelled")}</b></p>{c.reason && <p>{c.reason}</p>}</div>}
      {c.withheld > 0 && <p className="note">{t("case.withheld", { count: c.withheld })}</p>}
      {!earlier && looked.version < c.version && <ChangesPart c={c} looked={looked} kind={kind} content={content} />}
      <section className="part" aria-labelledby="case-place"><h3 id="case-place">{t("case.place")}</h3><PlacePart content={content} kind={kind} beside={beside} /></section>
      {content.days.length > 0 && <section className="part" aria-labelledby="case-days"><h3 id="case-days">{t("case.days")}</h3><DaysPart days={content.days} beside={beside} /></section>}
      <section className="part" aria-labelledby="case-says"><h3 id="case-says">{t("case.says")}</h3><SaysPart content={content} kind={kind} beside={beside} /></section>
      <RunPart runs={c.runs} withheld={c.withheld} />
      <FilesPart c={c} />
      {content.people.length > 0 && <section className="part" aria-labelledby="case-people"><h3 id="case-people">{t("case.people")}</h3><PeoplePart content={content} kind={kind} beside={beside} /></section>}
      {!earlier && <Comments c={c} label={says.label} write={write} />}
      <Authorities c={c} />
      {!earlier && <RestrictPart c={c} kind={kind} content={content} />}
      <Versions c={c} />
    </>
  );
}

/** What it is, of whom, in which state, and which version is read. */
function Facts({ c, content, kind }: { c: Case; content: Content; kind: string }) {
  const { t, time } = useShown();
  const rows: [string, string][] = [
    [t("field.kind"), kind], [t("case.applicant"), c.applicant.protected ? t("case.protected") : [c.applicant.name, content.organiser !== c.applicant.name && content.organiser].filter(Boolean).join(", ")],
    [t("case.state"), [t(`state.${c.state}`), c.open && t("case.open")].filter(Boolean).join(", ")], [t("case.shown"), t("case.shownAt", { version: c.version, time: time(c.shown_at) })],
  ];
  return <dl className="case-facts">{rows.filter(([, value]) => value).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>;
}

/**
 * The version that one had looked at when the page was opened; 0: none. That the newest one was
 * looked at is noted once it stands on the page; what changed since the one before stays to be read until the page is left.
 */
function useLooked(c: Case, earlier: boolean): Looked {
  const queries = useQueryClient();
  const [before] = useState<Looked>({ version: c.looked ?? 0, at: c.looked_at });
  const noted = useRef(c.looked ?? 0);
  useEffect(() => {
    if (earlier || c.version <= noted.current || document.visibilityState !== "visible") return;
    const version = c.version;
    const looking = requestAnimationFrame(() => {
      noted.current = version;
      lookAt(c.id, version).then(() => queries.invalidateQueries({ queryKey: [...casesKey, "unseen"] }), () => (noted.current = version - 1));
    });
    return () => cancelAnimationFrame(looking);
  }, [c.id, c.version, earlier, queries]);
  return before;
}

/** The form of a comment about something, or of an answer. */
function useWriting(c: Case) {
  const { data: me } = useMe();
  const queries = useQueryClient();
  const send = async (remarks: Remarks) => {
    await comment(c.id, remarks);
    await queries.invalidateQueries({ queryKey: [...casesKey, c.id, "comments"] });
  };
  return (about?: { field: string; label: string }, answers?: Comment, done?: () => void) => (
    <CommentForm draftKey={draftKey(me?.id ?? "", c.id, answers?.id ?? about?.field ?? "")} official about={about} answers={answers} send={send} done={done} />
  );
}

function Comments({ c, label, write }: { c: Case; label: (field: string) => string; write: ReturnType<typeof useWriting> }) {
  const { t } = useShown();
  const comments = useCaseComments(c.id);
  return (
    <section className="part" aria-labelledby="case-comments">
      <h3 id="case-comments">{t("comments.heading")}</h3>
      <p className="hint">{t("comments.intro")}</p>
      {write()}
      <Answer query={comments}>{comments.data && <CommentsPart comments={comments.data.items} label={label} answer={(answered, done) => write(undefined, answered, done)} />}</Answer>
    </section>
  );
}

/** The project's authorities, and whether one sees to it oneself. */
function Authorities({ c }: { c: Case }) {
  const { t } = useShown();
  const { data: me } = useMe();
  const queries = useQueryClient();
  const authorities = useCaseAuthorities(c.id);
  const items = authorities.data?.items ?? [];
  const offices = me?.offices?.map((o) => o.authority.code) ?? [];
  const own = items.some((a) => offices.includes(a.code) && a.contacts.includes(me?.name ?? ""));
  const { run, busy, problem } = useAction(async () => {
    await seeTo(c.id, !own);
    await queries.invalidateQueries({ queryKey: [...casesKey, c.id, "authorities"] });
    announce(t(own ? "concerned.left" : "concerned.taken"));
  });
  return (
    <section className="part" aria-labelledby="case-authorities">
      <h3 id="case-authorities">{t("concerned.heading")}</h3>
      <Answer query={authorities}>{authorities.data && <ConcernedPart items={items} version={c.version} />}</Answer>
      {problem && <ProblemNote problem={problem} />}
      {authorities.data && (
        <>
          <p className="hint">{t("concerned.about")}</p>
          <Button variant="secondary" aria-disabled={busy} onClick={() => void run()}>{t(own ? "concerned.leave" : "concerned.take")}</Button>
        </>
      )}
    </section>
  );
}

/** The versions that one's authority was shown. */
function Versions({ c }: { c: Case }) {
  const { t, time } = useShown();
  if (c.versions.length < 2) return null;
  return (
    <section className="part" aria-labelledby="case-versions">
      <h3 id="case-versions">{t("case.versions")}</h3>
      <ul>
        {c.versions.map((v, i) => (
          <li key={v.number}>{v.number === c.version ? <b>{t("case.shownAt", { version: v.number, time: time(v.shown_at) })}</b> : <CaseLink to={{ project: c.id, version: i === 0 ? null : v.number }}>{t("case.shownAt", { version: v.number, time: time(v.shown_at) })}</CaseLink>}</li>
        ))}
      </ul>
    </section>
  );
}
