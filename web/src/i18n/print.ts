import { bundle } from "./bundle";

/** The texts of the sheet for printing. */
export const { withWords: withPrint, useWords: usePrint } = bundle("print", {
  fi: () => import("./print/fi.json"),
  sv: () => import("./print/sv.json"),
  en: () => import("./print/en.json"),
});
