import { useEffect } from "react";
import { IconArrowLeft } from "suomifi-ui-components";
import { Problem } from "../api/problem";
import { useShown } from "../i18n/shown";
import { CopyLink } from "../place/CopyLink";
import type { Content } from "../projectParts/content";
import { DaysPart } from "../projectParts/DaysPart";
import { PlacePart } from "../projectParts/PlacePart";
import { useKind } from "../projectParts/queries";
import { SaysPart } from "../projectParts/SaysPart";
import { Answer } from "../shell/Answer";
import { Top } from "../shell/Top";
import { EventLink } from "./EventLink";
import { type PublicProject, usePublicProject } from "./queries";

/** A project that is open to everybody, as everybody sees it: nobody signs in for it, and nobody is named who was not meant to be. */
export function EventPage({ id }: { id: string }) {
  const { t } = useShown();
  const found = usePublicProject(id);
  const missing = found.error instanceof Problem && found.error.status === 404;
  usePageTitle(found.data?.title);
  return (
    <section aria-labelledby="event-heading">
      <Top id="event-heading" heading={found.data?.title ?? t("events.one")} focusOn={id}>
        <EventLink className="back"><IconArrowLeft aria-hidden="true" />{t("events.heading")}</EventLink>
      </Top>
      <Answer query={found}>
        {missing && <p className="note">{t("events.notThere")}</p>}
        {found.data && <Known p={found.data} />}
      </Answer>
    </section>
  );
}

function Known({ p }: { p: PublicProject }) {
  const { t, time } = useShown();
  const kind = useKind(p.kind);
  const content = contentOf(p);
  return (
    <>
      <p className="hint">{[kind?.name, p.state !== "cancelled" && t(`events.state.${p.state}`), t("events.shownAt", { time: time(p.shown_at) })].filter(Boolean).join(" · ")}</p>
      {p.state === "visible" && <p className="note">{t("events.draft")}</p>}
      {content.days.length > 0 && <section className="part" aria-labelledby="event-days"><h3 id="event-days">{t("case.days")}</h3><DaysPart days={content.days} /></section>}
      <section className="part" aria-labelledby="event-says"><h3 id="event-says">{t("case.says")}</h3><SaysPart content={content} kind={kind} /></section>
      <section className="part" aria-labelledby="event-place"><h3 id="event-place">{t("case.place")}</h3><PlacePart content={content} kind={kind} /></section>
      <div className="actions"><CopyLink /></div>
    </>
  );
}

/** The content that everybody sees. */
function contentOf(p: PublicProject): Content {
  return {
    kind: p.kind, title: p.title, summary: "", announcement: p.announcement ?? "", organiser: p.organiser ?? "", answers: p.answers, files: {}, people: [], days: p.days,
    parts: p.place.features.map((f, i) => ({ ...f.properties, property_units: f.properties.property_units ?? [], id: f.id ?? String(i), geometry: f.geometry })),
  };
}

/** The page is called as the project is while it is open, in the tab and where it is kept as a bookmark. */
function usePageTitle(title: string | undefined) {
  useEffect(() => {
    if (!title) return;
    const before = document.title;
    document.title = `${title} – ${before}`;
    return () => {
      document.title = before;
    };
  }, [title]);
}
