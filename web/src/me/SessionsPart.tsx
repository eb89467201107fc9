import { useQueryClient } from "@tanstack/react-query";
import { client, done } from "../api/client";
import { Confirm } from "../form/Confirm";
import { usePeople } from "../i18n/people";
import { announce } from "../shell/Announcer";
import { Answer } from "../shell/Answer";
import { mine, spoken, useProviders } from "../who/queries";
import { browserOf } from "./agent";
import { type Session, useSessions } from "./queries";

/** Browsers in which one is signed in, each of which can be signed out from here. */
export function SessionsPart() {
  const { t } = usePeople();
  const sessions = useSessions();
  const providers = useProviders();
  const queries = useQueryClient();
  const all = [...(sessions.data?.items ?? [])].sort((a, b) => Number(b.current) - Number(a.current) || b.seen_at.localeCompare(a.seen_at));
  const ended = async (count: number) => {
    await queries.invalidateQueries({ queryKey: [mine, "sessions"] });
    announce(t("me.sessions.ended", { count }));
    document.getElementById("me-heading")?.closest<HTMLElement>("[tabindex]")?.focus();
  };
  const end = async (session: Session) => {
    await done(client.DELETE("/api/v1/sessions/{id}", { params: { path: { id: session.id } }, headers: spoken }));
    await ended(1);
  };
  const endOthers = async () => {
    await done(client.DELETE("/api/v1/sessions", { headers: spoken }));
    await ended(all.length - 1);
  };
  return (
    <Answer query={sessions}>
      <p className="intro">{t("me.sessions.intro")}</p>
      <ul className="cards">
        {all.map((session) => {
          const way = providers.data?.items?.find((p) => p.id === session.provider)?.title ?? session.provider;
          return <li key={session.id} className="card session"><SessionCard session={session} way={way} end={() => end(session)} /></li>;
        })}
      </ul>
      {all.length > 1 && (
        <div className="actions actions-small">
          <Confirm label={t("me.sessions.endOthers")} of={t("me.sessions.heading")} question={t("me.sessions.endOthersQuestion", { count: all.length - 1 })} yes={t("me.sessions.endOthers")} act={endOthers} />
        </div>
      )}
    </Answer>
  );
}

function SessionCard({ session, way, end }: { session: Session; way: string; end: () => Promise<void> }) {
  const { t, time } = usePeople();
  const name = browserOf(session.agent) || t("me.sessions.unknown");
  return (
    <>
      <h3>{name}</h3>
      {session.current && <p className="tag">{t("me.sessions.current")}</p>}
      <dl>
        <div><dt>{t("me.sessions.seen")}</dt><dd>{time(session.seen_at)}</dd></div>
        <div><dt>{t("me.sessions.began")}</dt><dd>{time(session.created_at)}</dd></div>
        <div><dt>{t("me.sessions.way")}</dt><dd>{way}</dd></div>
        <div><dt>{t("me.sessions.address")}</dt><dd>{session.address}</dd></div>
      </dl>
      {!session.current && (
        <div className="actions actions-small">
          <Confirm label={t("me.sessions.end")} of={`${name}, ${time(session.seen_at)}`} question={t("me.sessions.endQuestion", { name })} yes={t("me.sessions.end")} act={end} />
        </div>
      )}
    </>
  );
}
