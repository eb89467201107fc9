import { bundle } from "./bundle";

/** The texts of projects and events. */
export const { withWords: withProjects, useWords: useProjects } = bundle("projects", {
  fi: () => import("./projects/fi.json"),
  sv: () => import("./projects/sv.json"),
  en: () => import("./projects/en.json"),
});
