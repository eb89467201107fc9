import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Button } from "suomifi-ui-components";
import { Problem } from "../api/problem";
import { useAction } from "../form/useAction";
import { useProjects } from "../i18n/projects";
import { ProblemNote } from "../shell/Answer";
import { mine } from "../who/queries";
import type { Kind } from "./cases";
import { type Entry, drop, thisWindow, unbegun, write } from "./journal";
import { openProject } from "./ProjectLink";
import { type Project, createProject } from "./service";

interface Props {
  person: string;
  party: string;
  kinds: readonly Kind[];
  /** What the right to act for another is for; missing: it is not known, or one acts for oneself. */
  matters?: readonly string[];
}

/** What the journal has of a project that is being begun, before the service is asked. */
const beginning = (person: string, party: string, kind: string): Entry => ({ person, party, project: crypto.randomUUID(), window: thisWindow, at: Date.now(), changes: {}, sketch: null, notes: {}, begins: { "/kind": kind } });

/** What is refused for good is not offered again. */
async function begin(entry: Entry, person: string): Promise<Project> {
  try {
    return await createProject(entry.project, person, entry.party, entry.begins ?? {});
  } catch (error) {
    if (error instanceof Problem && [400, 403, 422].includes(error.status)) await drop([entry]);
    throw error;
  }
}

/** A project is begun by choosing what it is. One whose beginning was never answered is begun again, once, with the same key. */
export function NewProject({ person, party, kinds, matters }: Props) {
  const { t } = useProjects();
  const queries = useQueryClient();
  const [choosing, setChoosing] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (choosing) heading.current?.focus();
  }, [choosing]);
  const { run, problem, busy } = useAction(async (entry: Entry) => {
    await write(entry);
    const project = await begin(entry, person);
    await drop([entry]);
    void queries.invalidateQueries({ queryKey: [mine, "projects"] });
    openProject(project.id, "basics");
  });
  const offered = kinds.filter((kind) => !matters || matters.includes(kind.matter));
  const [waiting, setWaiting] = useState<Entry | null>(null);
  useEffect(() => {
    let here = true;
    if (!busy) void unbegun(person, party).then(([first]) => here && setWaiting(first ?? null));
    return () => {
      here = false;
    };
  }, [person, party, busy]);
  return (
    <div className="new-project">
      {problem && (problem.status === 403 ? <p className="note note-error" role="alert">{t("new.notEntitled")}</p> : <ProblemNote problem={problem} />)}
      {waiting && (
        <div className="note note-warning">
          <p>{t("new.waiting", { kind: kinds.find((k) => k.id === waiting.begins?.["/kind"])?.name ?? t("view.untitled") })}</p>
          <div className="actions-small">
            <button type="button" onClick={() => void run(waiting)}>{t("new.goOn")}</button>
            <button type="button" onClick={() => void drop([waiting]).then(() => setWaiting(null))}>{t("new.drop")}</button>
          </div>
        </div>
      )}
      {!choosing && <Button id="new-project" onClick={() => setChoosing(true)}>{t("new.button")}</Button>}
      {choosing && (
        <>
          <h3 id="new-project-heading" tabIndex={-1} ref={heading}>{t("new.heading")}</h3>
          <ul className="steps project-kinds">
            {offered.map((kind) => (
              <li key={kind.id}>
                <button type="button" onClick={() => void run(beginning(person, party, kind.id))}><span><b>{kind.name}</b><span>{kind.intro}</span></span></button>
              </li>
            ))}
          </ul>
          {offered.length < kinds.length && <p className="note">{t("new.others")}</p>}
          <div className="actions-small"><button type="button" onClick={() => setChoosing(false)}>{t("new.cancel")}</button></div>
        </>
      )}
    </div>
  );
}
