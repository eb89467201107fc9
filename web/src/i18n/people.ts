import { bundle } from "./bundle";

/** The texts of the views about people and authorities. */
export const { withWords: withPeople, useWords: usePeople } = bundle("people", {
  fi: () => import("./people/fi.json"),
  sv: () => import("./people/sv.json"),
  en: () => import("./people/en.json"),
});
