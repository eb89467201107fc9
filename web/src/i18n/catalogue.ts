import { bundle } from "./bundle";

/** The texts of the views about layers and their imports. */
export const { withWords: withCatalogue, useWords: useCatalogue } = bundle("catalogue", {
  fi: () => import("./catalogue/fi.json"),
  sv: () => import("./catalogue/sv.json"),
  en: () => import("./catalogue/en.json"),
});
