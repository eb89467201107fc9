import { createContext, useContext } from "react";
import { Problem } from "../api/problem";
import { useProjects } from "../i18n/projects";
import type { Kind } from "./cases";
import type { Project, Saver, Snapshot } from "./saver";

/** What the parts of a project's page share. */
export interface Shared extends Snapshot {
  saver: Saver;
  /** Its kind; missing while none was chosen, or an old one is there no more. */
  kind: Kind | undefined;
  kinds: readonly Kind[];
  /** It can be changed. */
  open: boolean;
}

export const ProjectContext = createContext<Shared | null>(null);

/** The name of the note that keeps a day or a time of which the other half is not told yet. */
export const halfNote = (field: string, which: "from" | "to") => `half ${which} ${field}`;

/** Saves all that was typed before what has effect on others; what cannot be saved yet keeps it from being done. */
export function useSaved(): () => Promise<void> {
  const { t } = useProjects();
  const { saver, fields, notes } = useProject();
  const half = Object.keys(fields).some((field) => halfNote(field, "from") in notes || halfNote(field, "to") in notes);
  return async () => {
    if (half) throw new Problem(409, t("save.halfTitle"), t("save.half"));
    if (!(await saver.flush())) throw new Problem(409, t("save.firstTitle"), t("save.first"));
  };
}

/** Does what the service may have done already, when no answer came: then it is read how it stands. */
export async function onceMore(saver: Saver, code: string, act: () => Promise<Project>): Promise<void> {
  try {
    saver.took(await act());
  } catch (error) {
    if (!(error instanceof Problem) || error.faults[0]?.code !== code) throw error;
    await saver.reread();
  }
}

export function useProject(): Shared {
  const shared = useContext(ProjectContext);
  if (!shared) throw new Error("outside a project");
  return shared;
}
