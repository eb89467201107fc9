import { IconChevronRight } from "suomifi-ui-components";
import { useAddress } from "../address/store";
import { CatalogueLink } from "../catalogue/CatalogueLink";
import { isRegistrar } from "../catalogue/registrar";
import { useText } from "../i18n/useText";
import { nationalAddress } from "../national/address";
import { useMe } from "../who/queries";

/** The ways from the map's layers to what is known of them. Importing is shown to registrars alone. */
export function CatalogueSteps() {
  const { t, lang } = useText();
  const camera = useAddress((s) => s.camera);
  const chosen = useAddress((s) => s.layers);
  const { data: me } = useMe();
  const steps = ["catalogue", "sources", ...(isRegistrar(me) ? ["imports" as const, "disputes" as const] : [])] as const;
  return (
    <ul className="steps catalogue-steps">
      {steps.map((part) => (
        <li key={part}>
          <CatalogueLink to={{ part }}><span><b>{t(`layers.${part}`)}</b><span>{t(`layers.${part}About`)}</span></span><IconChevronRight aria-hidden="true" /></CatalogueLink>
        </li>
      ))}
      <li>
        <a href={nationalAddress(lang, camera, chosen)}><span><b>{t("layers.national")}</b><span>{t("layers.nationalAbout")}</span></span><IconChevronRight aria-hidden="true" /></a>
      </li>
    </ul>
  );
}
