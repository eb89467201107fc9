import type { Geometry } from "geojson";
import { useState } from "react";
import { IconMapLocation, IconRemove, IconSwapVertical } from "suomifi-ui-components";
import { type Which, store, useAddress } from "../address/store";
import { boxAround } from "../geo/measure";
import { useChecks } from "../i18n/checks";
import { useMap } from "../map/MapContext";
import { DrawingBar } from "../place/DrawingBar";
import { PlaceForm } from "../place/PlaceForm";
import { PlaceWords } from "../place/PlaceWords";
import { setDrawn } from "../place/drawn";
import { announce } from "../shell/Announcer";
import { Letter } from "./Letter";

/** The place, another to compare it with, and the tools that put them. */
export function Places() {
  const { t } = useChecks();
  const { map } = useMap();
  const place = useAddress((s) => s.place);
  const other = useAddress((s) => s.other);
  const [putting, setPutting] = usePutting();
  if (!place) return <Tools heading={t("requirements.put")} />;
  return (
    <>
      <div className="requirements-places">
        <PlaceCard which="place" place={place} letter={other ? "A" : null} putting={putting === "place"} put={setPutting} />
        {other && <PlaceCard which="other" place={other} letter="B" putting={putting === "other"} put={setPutting} />}
      </div>
      {putting && <Tools heading={putting === "place" ? t("requirements.put") : t("requirements.putOther")} />}
      <div className="actions actions-small">
        {!other && <button type="button" aria-expanded={putting === "other"} onClick={() => setPutting(putting === "other" ? null : "other")}>{putting === "other" ? t("requirements.cancelCompare") : t("requirements.compare")}</button>}
        {other && <button type="button" onClick={() => void swap()}><IconSwapVertical aria-hidden="true" />{t("requirements.swap")}</button>}
        {map && <button type="button" onClick={() => map.fit(boxAround(place, other))}><IconMapLocation aria-hidden="true" />{t("requirements.show")}</button>}
      </div>
    </>
  );
}

/** Which place is being put, until it is there. */
function usePutting(): [Which | null, (which: Which | null) => void] {
  const place = useAddress((s) => s.place);
  const other = useAddress((s) => s.other);
  const [putting, setPutting] = useState<{ which: Which; from: Geometry | null } | null>(null);
  const done = putting && { place, other }[putting.which] !== putting.from;
  return [
    done ? null : (putting?.which ?? null),
    (which) => {
      setDrawn({ target: which ?? "place", tool: null, sketch: null });
      setPutting(which && { which, from: store.state[which] });
    },
  ];
}

async function swap(): Promise<void> {
  const { place, other } = store.state;
  await store.setPlace(other);
  await store.setPlace(place, {}, "other");
}

/** Takes a place away; of two the other becomes the one that is left. */
async function remove(which: Which): Promise<void> {
  const { other } = store.state;
  if (which === "place" && other) await store.setPlace(other);
  await store.setPlace(null, { differing: false }, other ? "other" : "place");
}

interface CardProps {
  which: Which;
  place: Geometry;
  letter: string | null;
  putting: boolean;
  put: (which: Which | null) => void;
}

function PlaceCard({ which, place, letter, putting, put }: CardProps) {
  const { t, common } = useChecks();
  const name = letter === null ? t("requirements.place.one") : t(`requirements.place.${letter as "A" | "B"}`);
  const away = async () => {
    put(null);
    await remove(which);
    announce(common("place.removed"));
    document.getElementById("panel")?.focus();
  };
  return (
    <section className="card place-card requirements-place" aria-label={name}>
      {letter && <p className="requirements-letter"><Letter of={letter} />{name}</p>}
      <PlaceWords place={place} />
      <div className="actions actions-small">
        <button type="button" aria-expanded={putting} onClick={() => put(putting ? null : which)}>{putting ? t("requirements.cancelChange") : t("requirements.change")}<span className="hidden-text">: {name}</span></button>
        <button type="button" onClick={() => void away()}><IconRemove aria-hidden="true" />{t("requirements.remove")}<span className="hidden-text">: {name}</span></button>
      </div>
    </section>
  );
}

/** The tools that put a place, on the map and without it. */
function Tools({ heading }: { heading: string }) {
  const { map } = useMap();
  return (
    <section className="requirements-tools" aria-label={heading}>
      {map && <DrawingBar live={false} />}
      <PlaceForm open={!map} />
    </section>
  );
}
