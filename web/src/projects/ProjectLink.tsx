import type { MouseEvent, ReactNode } from "react";
import { begin, format, home } from "../address/address";
import { store } from "../address/store";
import { fieldId } from "../form/faults";

export const parts = ["basics", "questions", "place", "days", "people", "files", "audience", "show", "comments", "authorities", "versions", "copy", "end"] as const;
export type PartName = (typeof parts)[number];

interface Props {
  /** Which project; none: all of them. */
  project?: string;
  part?: PartName;
  className?: string;
  onClick?: () => void;
  /** It is pointed at or has the focus, or no more. */
  light?: (on: boolean) => void;
  children: ReactNode;
}

/** Opens a project, a part of its page, or the page of all of them. */
export const openProject = (project: string | null, part: PartName | null = null) => store.set({ ...begin("projects"), project, part }, true);

/** A link to a project, a part of its page, or the page of all of them. */
export function ProjectLink({ project, part, className, onClick, light, children }: Props) {
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onClick?.();
    openProject(project ?? null, part ?? null);
  };
  const [on, off] = light ? [() => light(true), () => light(false)] : [];
  return <a className={className} href={`?${format({ ...home, view: "projects", project: project ?? null, part: part ?? null })}`} onClick={follow} onMouseEnter={on} onMouseLeave={off} onFocus={on} onBlur={off}>{children}</a>;
}

/** In which part of the page a field is. */
export function partOf(field: string): PartName {
  const [, first] = field.split("/");
  if (first === "answers") return "questions";
  if (first === "parts") return "place";
  if (first === "days" || first === "people" || first === "files") return first;
  return first === "restricted" ? "audience" : "basics";
}

/** The id of a field's element. */
export const idOf = (field: string) => fieldId("project", field);

/** The field that shall have the focus when its part is there. */
let wanted = "";

/** A link to a field, which takes the focus. */
export function FieldLink({ project, field, children }: { project: string; field: string; children: ReactNode }) {
  return <ProjectLink project={project} part={partOf(field)} onClick={() => (wanted = field)}>{children}</ProjectLink>;
}

/** Gives the wanted field the focus; false: none is wanted, or it is not there. */
export function focusWanted(): boolean {
  const steps = wanted.split("/");
  wanted = "";
  for (; steps.length > 1; steps.pop()) {
    const element = document.getElementById(idOf(steps.join("/")));
    if (!element) continue;
    element.scrollIntoView({ block: "center" });
    element.focus({ preventScroll: true });
    return true;
  }
  return false;
}
