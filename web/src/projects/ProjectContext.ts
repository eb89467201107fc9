import { createContext, useContext } from "react";
import type { Kind } from "./cases";
import type { Saver, Snapshot } from "./saver";

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

export function useProject(): Shared {
  const shared = useContext(ProjectContext);
  if (!shared) throw new Error("outside a project");
  return shared;
}
