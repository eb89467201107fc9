import { bundle } from "./bundle";

/** The texts of projects as they are shown to others: to authorities and to everybody. */
export const { withWords: withShown, useWords: useShown } = bundle("shown", {
  fi: () => import("./shown/fi.json"),
  sv: () => import("./shown/sv.json"),
  en: () => import("./shown/en.json"),
});
