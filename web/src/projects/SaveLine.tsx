import { useEffect, useRef, useState } from "react";
import { IconCheckCircle, IconRefresh, IconWarning } from "suomifi-ui-components";
import { locales } from "../i18n/language";
import { useProjects } from "../i18n/projects";
import { lang } from "../page/config";
import { announce } from "../shell/Announcer";
import { conflictsId } from "./ConflictList";
import { useProject } from "./ProjectContext";

/** Milliseconds that something stays so before it is said: whoever types is not talked at. */
const calm = 3000;

/** Whether what was typed is saved, in one quiet line. */
export function SaveLine() {
  const { t } = useProjects();
  const { standing, draft, savedAt, project, problem, open, unkept } = useProject();
  const clock = (at: Date) => new Intl.DateTimeFormat(locales[lang], { hour: "numeric", minute: "2-digit", timeZone: "Europe/Helsinki" }).format(at);
  const conflicts = Object.keys(draft.conflicts).length > 0;
  const refused = Object.keys(draft.refused).length;
  const waits = Object.keys(draft.conflicts).length + refused > 0;
  const words = !open ? t("save.cancelled") : {
    saved: waits ? t("save.waits") : t("save.saved", { time: clock(savedAt ?? new Date(project.saved_at)) }),
    saving: t("save.saving"),
    away: t(unkept ? "save.awayUnkept" : problem?.status ? "save.awayService" : "save.away"),
    signedOut: t(unkept ? "save.signedOutUnkept" : "save.signedOut"),
    shut: problem?.details.join(" ") ?? "",
  }[standing];
  const bad = standing === "away" || standing === "signedOut" || standing === "shut" || waits;
  const said = useRef("");
  useEffect(() => {
    if (standing === "saving" || words === said.current) return;
    const first = said.current === "";
    const timer = setTimeout(() => {
      said.current = words;
      if (!first || bad) announce(words);
    }, calm);
    return () => clearTimeout(timer);
  }, [standing, words, bad]);
  const slow = useSlow(standing === "saving");
  const icon = bad ? <IconWarning aria-hidden="true" /> : slow ? <IconRefresh aria-hidden="true" /> : <IconCheckCircle aria-hidden="true" />;
  return <p className="save-line" data-standing={bad ? "bad" : slow ? "saving" : "saved"} data-saved={standing === "saved" && !waits}>{icon}<span>{conflicts ? <>{words} <button type="button" onClick={showConflicts}>{t("save.look")}</button></> : standing === "saving" && !slow ? t("save.saved", { time: clock(savedAt ?? new Date(project.saved_at)) }) : words}</span></p>;
}

/** Whoever types is left where they are: they go to the conflicts when they choose to. */
function showConflicts(): void {
  const list = document.getElementById(conflictsId);
  list?.scrollIntoView({ block: "start" });
  list?.focus({ preventScroll: true });
}

/** True when something has gone on for a second: what is over sooner is not shown. */
function useSlow(on: boolean): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(on), on ? 1000 : 0);
    return () => clearTimeout(timer);
  }, [on]);
  return slow && on;
}
