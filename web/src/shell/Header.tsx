import { lazy, Suspense, useSyncExternalStore } from "react";
import { begin } from "../address/address";
import { store } from "../address/store";
import { seesCases } from "../cases/access";
import { languages } from "../i18n/language";
import { withShown } from "../i18n/shown";
import { useText } from "../i18n/useText";
import { config } from "../page/config";
import { useMe } from "../who/queries";
import { Account } from "./Account";

const CasesHeader = lazy(() => withShown(import("../cases/CasesHeader")).then((m) => ({ default: m.CasesHeader })));

/** The service's name, the language, and who is signed in. */
export function Header() {
  const { t } = useText();
  const official = seesCases(useMe().data);
  return (
    <header className="header">
      <a className="brand" href={location.pathname}>
        <svg className="brand-mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
          <path d="M16 3a9.500 9.500 0 0 0-9.500 9.500C6.500 19.500 16 29 16 29s9.500-9.500 9.500-16.500A9.500 9.500 0 0 0 16 3Z" fill="currentColor" />
          <path className="brand-tick" d="m11.500 12.800 3.200 3.200 5.800-6.200" />
        </svg>
        <span>{t("service.name")}</span>
      </a>
      {config.demo && <span className="demo-mark"><span className="long">{t("service.demo")}</span><span className="short" aria-hidden="true">{t("service.demoShort")}</span></span>}
      {official && <Suspense fallback={null}><CasesHeader /></Suspense>}
      <a className="header-link" href="?view=authorities" onClick={(e) => {
        e.preventDefault();
        store.set(begin("authorities"), true);
      }}>{t("views.authorities")}</a>
      <LanguageLinks />
      <Account />
    </header>
  );
}

/** The same view in another language: the page's address with another first segment. */
function LanguageLinks() {
  const { t, lang } = useText();
  // Where the links lead changes with every change of the address.
  useSyncExternalStore(store.subscribe, () => location.href);
  return (
    <nav className="languages" aria-label={t("language.choose")}>
      <ul>
        {languages.map((l) => (
          <li key={l}>
            <a lang={l} hrefLang={l} href={location.pathname.replace(/^\/[a-z]{2}(?=\/|$)/, `/${l}`) + location.search + location.hash} aria-current={l === lang ? "true" : undefined}>
              <span className="long">{names[l]}</span>
              <span className="short" aria-hidden="true">{l.toUpperCase()}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Each language in itself. */
const names = { fi: "Suomi", sv: "Svenska", en: "English" } as const;
