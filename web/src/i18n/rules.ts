import { bundle } from "./bundle";

/** The texts of the views about the rules of checks. */
export const { withWords: withRules, useWords: useRules } = bundle("rules", {
  fi: () => import("./rules/fi.json"),
  sv: () => import("./rules/sv.json"),
  en: () => import("./rules/en.json"),
});
