import { Button, Heading, IconEdit, IconMapLocation, IconRemove } from "suomifi-ui-components";
import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useRef } from "react";
import { begin } from "../address/address";
import { store, useAddress } from "../address/store";
import { BatchLink } from "../batches/BatchLink";
import { Findings } from "../findings/Findings";
import { boxOf } from "../geo/measure";
import { withCatalogue } from "../i18n/catalogue";
import { withChecks } from "../i18n/checks";
import { withPeople } from "../i18n/people";
import { useText } from "../i18n/useText";
import { useMap } from "../map/MapContext";
import { announce } from "../shell/Announcer";
import { PlanForm } from "../plan/PlanForm";
import { CopyLink } from "./CopyLink";
import { DrawingBar } from "./DrawingBar";
import { LiveFindings } from "./LiveFindings";
import { PlaceForm } from "./PlaceForm";
import { PlaceWords } from "./PlaceWords";
import { drawn, setDrawn, useDrawn } from "./drawn";

const BatchesView = lazy(() => withPeople(withCatalogue(withChecks(import("../batches/BatchesView")))).then((m) => ({ default: m.BatchesView })));
const RunView = lazy(() => withChecks(import("../runs/RunView")).then((m) => ({ default: m.RunView })));

/** Puts a place, on the map or without it, and compares it with the layers; or shows a check of one that was kept. */
export function PlaceView() {
  const { t } = useText();
  const run = useAddress((s) => s.run);
  const batch = useAddress((s) => s.batch);
  const many = useAddress((s) => s.view === "place" && (s.part === "batches" || s.batch !== null));
  // What was put and checked stays as it was left.
  return (
    <>
      {run && <Suspense fallback={<p className="waiting">{t("waiting")}</p>}><RunView key={run} id={run} /></Suspense>}
      {many && <Suspense fallback={<p className="waiting">{t("waiting")}</p>}><BatchesView batch={batch} /></Suspense>}
      <div hidden={run !== null || many}><Put /></div>
    </>
  );
}

/** The place and what stands in its way. */
function Put() {
  const { t } = useText();
  const { map } = useMap();
  const place = useAddress((s) => s.place);
  const broken = useAddress((s) => s.brokenPlace);
  const brokenPlan = useAddress((s) => s.brokenPlan);
  const check = useAddress((s) => s.check);
  return (
    <section aria-labelledby="place-heading">
      <Heading variant="h2" id="place-heading">{t("place.heading")}</Heading>
      {broken && <p className="note note-error" role="alert">{t("place.broken")}</p>}
      {brokenPlan && <p className="note note-error" role="alert">{t("plan.broken")}</p>}
      {place ? <PlaceCard /> : <p className="intro">{t("place.intro")}</p>}
      {map && <DrawingBar />}
      {!place && <PlaceForm open={!map} />}
      {!place && <p><BatchLink>{t("place.many")}</BatchLink></p>}
      {place && check && <Findings place={place} />}
    </section>
  );
}

/** Leads to everything that applies at the place, for the kind of project that was told. */
function everything(event: React.MouseEvent): void {
  event.preventDefault();
  const { kind } = store.state.plan;
  store.set({ ...begin("requirements"), kind: typeof kind === "string" ? kind : null }, true);
}

/** The place in words, and what can be done with it. */
function PlaceCard() {
  const { t } = useText();
  const { map } = useMap();
  const place = useAddress((s) => s.place);
  const check = useAddress((s) => s.check);
  const tool = useDrawn((d) => d.tool);
  const card = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (drawn().tool !== "edit" && !store.state.check) card.current?.scrollIntoView({ block: "start" }); // the tools that drew it stand below
  }, [place]);
  const queries = useQueryClient();
  const editable = place && ["Point", "LineString", "Polygon"].includes(place.type);
  if (!place) return null;
  const run = () => {
    if (check) void queries.invalidateQueries({ queryKey: ["check"] });
    else store.set({ check: true }, true);
  };
  const remove = () => {
    setDrawn({ tool: null, sketch: null });
    void store.setPlace(null, { check: false });
    announce(t("place.removed"));
    document.getElementById("panel")?.focus();
  };
  return (
    <div className="card place-card" ref={card}>
      <PlaceWords place={place} />
      {!check && tool !== "edit" && <LiveFindings shape={place} hint={t("live.whole")} />}
      <PlanForm />
      <div className="actions">
        <Button onClick={run}>{check ? t("place.checkAgain") : t("place.check")}</Button>
        <CopyLink key={JSON.stringify(place)} />
      </div>
      <p className="place-more"><a href="?view=requirements" onClick={everything}>{t("place.everything")}</a></p>
      <div className="actions actions-small">
        {map && <button type="button" onClick={() => map.fit(boxOf(place))}><IconMapLocation aria-hidden="true" />{t("place.show")}</button>}
        {map && editable && (
          <button type="button" aria-pressed={tool === "edit"} onClick={() => setDrawn({ tool: tool === "edit" ? null : "edit", sketch: null })}>
            <IconEdit aria-hidden="true" />{tool === "edit" ? t("place.editDone") : t("place.edit")}
          </button>
        )}
        <button type="button" onClick={remove}><IconRemove aria-hidden="true" />{t("place.remove")}</button>
      </div>
    </div>
  );
}
