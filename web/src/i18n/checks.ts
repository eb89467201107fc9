import { bundle } from "./bundle";

/** The texts of the views about kept checks and disputes. */
export const { withWords: withChecks, useWords: useChecks } = bundle("checks", {
  fi: () => import("./checks/fi.json"),
  sv: () => import("./checks/sv.json"),
  en: () => import("./checks/en.json"),
});
