import { lazy, Suspense, useEffect, useMemo, useRef } from "react";
import { Heading, IconArrowLeft } from "suomifi-ui-components";
import { Problem } from "../api/problem";
import { type Hit, useAt, useFeature } from "../api/queries";
import { store, useAddress } from "../address/store";
import { toTM35FIN } from "../geo/tm35fin";
import { useText } from "../i18n/useText";
import { useMap } from "../map/MapContext";
import { announce } from "../shell/Announcer";
import { Answer } from "../shell/Answer";
import { withPeople } from "../i18n/people";
import { FeatureCard } from "./FeatureCard";

const CompetentHere = lazy(() => withPeople(import("../authorities/CompetentHere")).then((m) => ({ default: m.CompetentHere })));

/** What is at the point that was asked about, or one feature that was opened. */
export function Details() {
  const { t } = useText();
  const at = useAddress((s) => s.at);
  const feature = useAddress((s) => s.feature);
  const heading = useRef<HTMLDivElement>(null);
  const back = () => {
    store.set({ at: null, feature: null }, true);
    document.getElementById("panel")?.focus();
  };
  // The reader's focus goes to the answer when it was asked from the panel; never away from the map.
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, [at, feature]);
  return (
    <section aria-labelledby="details-heading">
      <div className="details-top" ref={heading} tabIndex={-1}>
        <button type="button" className="back" onClick={back}><IconArrowLeft aria-hidden="true" />{t("details.back")}</button>
        <Heading variant="h2" id="details-heading">{at ? t("details.heading") : t("details.one")}</Heading>
      </div>
      {at ? <AtPoint /> : <One />}
    </section>
  );
}

function AtPoint() {
  const { t, coordinate } = useText();
  const { map, layers } = useMap();
  const at = useAddress((s) => s.at);
  const chosen = useAddress((s) => s.feature);
  // Lines and points are meant when they lie within eight pixels.
  const tolerance = useMemo(() => Math.min(Math.max(Math.round((map?.metresPerPixel ?? 0.6) * 8), 1), 5000), [map, at]); // eslint-disable-line react-hooks/exhaustive-deps -- the scale at which the point was asked about
  const found = useAt(at, tolerance);
  const items = found.data?.items ?? [];
  const first = chosen ? items.find((i) => i.layer === chosen.layer && i.feature_id === chosen.id) : items[0];
  useHighlightOf(first);
  useEffect(() => {
    if (found.data) announce(t("details.count", { count: found.data.items?.length ?? 0 }));
  }, [found.data, t]);
  if (!at) return null;
  const [e, n] = toTM35FIN([at.lon, at.lat]);
  const here = () => {
    void store.setPlace({ type: "Point", coordinates: [at.lon, at.lat] }, { view: "place", at: null, feature: null, check: false });
  };
  const missing = found.data?.unavailable ?? [];
  return (
    <>
      <p className="details-place">{t("words.tm35fin", { e: coordinate(e), n: coordinate(n) })}</p>
      <div className="actions actions-small">
        <button type="button" onClick={here}>{t("details.usePoint")}</button>
        {map && <button type="button" onClick={() => map.flyTo({ lon: at.lon, lat: at.lat })}>{t("place.show")}</button>}
      </div>
      <Answer query={found}>
        {items.length === 0 && found.data && <p className="intro">{t("details.nothing")}</p>}
        {missing.length > 0 && <p className="note">{t("details.unavailable", { layers: missing.map((id) => layers.find((l) => l.id === id)?.title ?? id).join(", ") })}</p>}
        <ul className="cards">
          {items.map((item) => (
            <li key={`${item.layer} ${item.feature_id}`}><FeatureCard hit={item} open={item === first} /></li>
          ))}
        </ul>
      </Answer>
      <Suspense fallback={null}><CompetentHere at={at} /></Suspense>
    </>
  );
}

function One() {
  const { t } = useText();
  const name = useAddress((s) => s.feature);
  const found = useFeature(name);
  useHighlightOf(found.data);
  return (
    <Answer query={found}>
      {found.data && <ul className="cards"><li><FeatureCard hit={found.data} open whole /></li></ul>}
      {found.error instanceof Problem && found.error.status === 404 && <p className="note">{t("details.gone")}</p>}
    </Answer>
  );
}

/** Keeps a feature lit on the map while it is read about. */
function useHighlightOf(hit: Hit | undefined) {
  const { map } = useMap();
  useEffect(() => {
    if (!map) return;
    map.draw("highlight", ...(hit?.geometry ? [hit.geometry] : []));
    return () => map.draw("highlight");
  }, [map, hit]);
}
