import { type ReactNode, lazy, Suspense, useEffect, useRef } from "react";
import { IconListBulleted, IconMapLayers, IconMapLocation } from "suomifi-ui-components";
import { type View, begin, tabs } from "../address/address";
import { store, useAddress } from "../address/store";
import { withChecks } from "../i18n/checks";
import { withPeople } from "../i18n/people";
import { withProjects } from "../i18n/projects";
import { withRules } from "../i18n/rules";
import { withShown } from "../i18n/shown";
import { useText } from "../i18n/useText";
import { useMap } from "../map/MapContext";
import { SearchBox } from "../search/SearchBox";
import { PlaceView } from "../place/PlaceView";
import { seesCases } from "../cases/access";
import { useMe } from "../who/queries";
import { SheetHandle, useSheet } from "./sheet";

const LayersView = lazy(() => import("../layers/LayersView").then((m) => ({ default: m.LayersView })));
const ListView = lazy(() => import("../list/ListView").then((m) => ({ default: m.ListView })));
const Details = lazy(() => import("../details/Details").then((m) => ({ default: m.Details })));
const RequirementsView = lazy(() => withChecks(import("../requirements/RequirementsView")).then((m) => ({ default: m.RequirementsView })));
const AuthoritiesView = lazy(() => withPeople(import("../authorities/AuthoritiesView")).then((m) => ({ default: m.AuthoritiesView })));
const RulesView = lazy(() => withRules(withPeople(import("../rules/RulesView"))).then((m) => ({ default: m.RulesView })));
const ProjectsView = lazy(() => withProjects(withShown(withPeople(import("../projects/ProjectsView")))).then((m) => ({ default: m.ProjectsView })));
const CasesView = lazy(() => withShown(withChecks(withPeople(import("../cases/CasesView")))).then((m) => ({ default: m.CasesView })));
const CasesNotice = lazy(() => withShown(import("../cases/CasesNotice")).then((m) => ({ default: m.CasesNotice })));
const EventsView = lazy(() => withShown(import("../publicProjects/EventsView")).then((m) => ({ default: m.EventsView })));
const MeView = lazy(() => withPeople(import("../me/MeView")).then((m) => ({ default: m.MeView })));
const SignInView = lazy(() => withPeople(import("../who/SignInView")).then((m) => ({ default: m.SignInView })));

/** What the person is doing: beside the map on a desk, a sheet over it on a phone. */
export function Panel() {
  const { t } = useText();
  const { mapFailed } = useMap();
  const view = useAddress((s) => s.view);
  const signIn = useAddress((s) => s.signIn);
  const detailed = useAddress((s) => s.at !== null || s.feature !== null) && !signIn;
  const opened = useAddress((s) => `${s.authority ?? ""} ${s.rule ?? ""} ${s.proposal ?? ""} ${s.part ?? ""} ${s.project ?? ""}`);
  const written = useAddress((s) => (s.view === "projects" && s.project !== null && s.part !== null && !beside.includes(s.part) ? s.part : null));
  const official = seesCases(useMe().data);
  const { stop, setStop, panel } = useSheet();
  const content = useRef<HTMLDivElement>(null);

  // What was chosen on the map comes into sight.
  useEffect(() => {
    if (detailed || signIn || isAside(view)) setStop((s) => (s === "peek" ? "half" : s));
    content.current?.scrollTo({ top: 0 });
  }, [detailed, signIn, view, opened, setStop]);

  // Whoever writes has all of a phone; the map comes back with the place, and with the list.
  useEffect(() => {
    setStop((s) => (written ? "full" : s === "full" ? "half" : s));
  }, [written, setStop]);

  return (
    <main id="panel" className="panel" data-stop={stop} ref={panel} tabIndex={-1}>
      <SheetHandle stop={stop} setStop={setStop} panel={panel} />
      <h1 className="hidden-text">{t("service.title")}</h1>
      <div className="panel-top">
        <SearchBox onFocus={() => setStop((s) => (s === "peek" ? "half" : s))} />
        <Views onChoose={() => setStop((s) => (s === "peek" ? "half" : s))} />
      </div>
      {/* Focusable because it scrolls. */}
      <div className="panel-content" ref={content}>
        {mapFailed && <p className="note">{t("map.failed")}</p>}
        <Suspense fallback={<Waiting />}>
          {signIn && <SignInView />}
          {detailed && <Details />}
          <div hidden={detailed || signIn !== null}>
            {view === "place" && official && <CasesNotice />}
            {contents[view]}
            {!isAside(view) && <MoreViews />}
          </div>
        </Suspense>
      </div>
    </main>
  );
}

const contents: Record<View, ReactNode> = { place: <PlaceView />, list: <ListView />, layers: <LayersView />, requirements: <RequirementsView />, authorities: <AuthoritiesView />, rules: <RulesView />, projects: <ProjectsView />, cases: <CasesView />, events: <EventsView />, me: <MeView /> };
const icons: Record<(typeof tabs)[number], ReactNode> = { place: <IconMapLocation aria-hidden="true" />, list: <IconListBulleted aria-hidden="true" />, layers: <IconMapLayers aria-hidden="true" /> };

/** Parts of a project's page that are about what the map shows. */
const beside = ["place", "versions"];

/** Whether a view has no tab of its own. */
const isAside = (view: View): boolean => !tabs.some((tab) => tab === view);

/** Views for which the tabs have no room. */
function MoreViews() {
  const { t } = useText();
  return (
    <nav className="more-views" aria-label={t("views.more")}>
      {(["projects", "requirements", "events", "authorities", "rules"] as const).map((view) => (
        <a key={view} href={`?view=${view}`} onClick={(e) => {
          if (e.metaKey || e.ctrlKey || e.shiftKey) return;
          e.preventDefault();
          store.set(begin(view), true);
        }}>{t(`views.${view}`)}</a>
      ))}
    </nav>
  );
}

function Views({ onChoose }: { onChoose: () => void }) {
  const { t } = useText();
  const view = useAddress((s) => s.view);
  const choose = (event: React.MouseEvent, to: View) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    store.set(begin(to), true);
    onChoose();
  };
  return (
    <nav className="views" aria-label={t("views.label")}>
      <ul>
        {tabs.map((v) => (
          <li key={v}>
            <a href={`?view=${v}`} aria-current={v === view ? "page" : undefined} onClick={(e) => choose(e, v)}>
              {icons[v]}
              <span>{t(`views.${v}`)}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Waiting() {
  const { t } = useText();
  return <p className="waiting">{t("waiting")}</p>;
}
