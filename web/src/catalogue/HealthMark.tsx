import { IconUpload } from "suomifi-ui-components";
import { SeverityIcon } from "../findings/severity";
import { useCatalogue } from "../i18n/catalogue";
import { type Mark, severityOf } from "./mark";

/** How a source is: a shape and words. That somebody imports by hand is neither well nor ill. */
export function HealthMark({ mark }: { mark: Mark }) {
  const { t } = useCatalogue();
  return <span className="health">{mark === "manual" ? <IconUpload className="health-manual" aria-hidden="true" /> : <SeverityIcon severity={severityOf[mark]} />}{t(`mark.${mark}`)}</span>;
}
