import type { Geometry } from "geojson";
import { useEffect, useRef, useState } from "react";
import { Button } from "suomifi-ui-components";
import { format } from "../address/address";
import { store, useAddress } from "../address/store";
import { boxAround } from "../geo/measure";
import { useChecks } from "../i18n/checks";
import { usePrint } from "../i18n/print";
import { useMap } from "../map/MapContext";
import { nonce } from "../page/config";
import { PlaceWords } from "../place/PlaceWords";
import { NorthArrow } from "../print/NorthArrow";
import { ScaleBar, useImage } from "../print/SheetPaper";
import { useAlone, useFitting } from "../print/frame";
import { margin, middleLat, scaleFor, sheetOf } from "../print/sheet";
import { usePicture } from "../print/usePicture";
import { Letter } from "./Letter";
import { PrintedBasis } from "./PrintedBasis";
import { PrintedRules } from "./PrintedRules";
import { arranged } from "./arrange";
import { useRequirements } from "./queries";
import { useKinds } from "./useKinds";

const sheet = sheetOf("a4", false);
/** Of the map, millimetres. */
const size = { width: sheet.map.width, height: 75 };

/** What applies at the places, laid out for paper: all of it, also what is not known. */
export function RequirementsSheet() {
  const { t } = useChecks();
  const { t: print } = usePrint();
  const place = useAddress((s) => s.place);
  const other = useAddress((s) => s.other);
  const heading = useRef<HTMLHeadingElement>(null);
  const preview = useFitting(sheet.width);
  const [ready, setReady] = useState(false);
  useAlone(heading, close, "requirements-print");
  return (
    <div className="print">
      <style nonce={nonce}>{`@page { size: ${sheet.width}mm ${sheet.height}mm; margin: ${margin}mm; }`}</style>
      <section className="print-choices form" aria-labelledby="requirements-sheet-heading">
        <h1 id="requirements-sheet-heading" ref={heading} tabIndex={-1}>{t("requirements.sheet.heading")}</h1>
        <p className="intro">{t("requirements.sheet.intro")}</p>
        <div className="actions">
          <Button onClick={() => window.print()} disabled={!ready}>{print("print")}</Button>
          <Button variant="secondary" onClick={close}>{t("requirements.sheet.back")}</Button>
        </div>
      </section>
      <section className="print-preview" aria-label={print("preview")} ref={preview}>
        {place ? <Paper place={place} other={other} ready={ready} setReady={setReady} /> : <p>{t("requirements.sheet.empty")}</p>}
      </section>
    </div>
  );
}

function close(): void {
  store.set({ part: null }, true);
}

interface PaperProps {
  place: Geometry;
  other: Geometry | null;
  ready: boolean;
  setReady: (ready: boolean) => void;
}

function Paper({ place, other, ready, setReady }: PaperProps) {
  const { t, time, date } = useChecks();
  const { kind, known, nameOf } = useKinds();
  const differing = useAddress((s) => s.differing);
  const { data } = useRequirements(place, other, kind, known);
  const [printed] = useState(() => new Date().toISOString());
  const places = other ? [place, other] : [place];
  const { figure, done } = usePlacesMap(place, other);
  useEffect(() => setReady(done && data !== undefined), [done, data, setReady]);
  return (
    <article className="sheet requirements-sheet" style={{ width: `${sheet.width}mm` }} aria-busy={!ready}>
      <h2 className="sheet-title">{t("requirements.heading")}</h2>
      <p>{t("requirements.sheet.for", { kind: kind ? nameOf(kind) : t("requirements.all") })}</p>
      {data && <p>{t("requirements.sheet.printed", { time: time(printed), date: date(data.day), engine: data.engine })}</p>}
      <div className="sheet-places">
        {places.map((p, i) => (
          <div key={i}>
            {other && <p className="requirements-letter"><Letter of={i === 0 ? "A" : "B"} />{t(`requirements.place.${i === 0 ? "A" : "B"}`)}</p>}
            <PlaceWords place={p} />
          </div>
        ))}
      </div>
      {figure}
      {data && <PrintedRules of={data} told={arranged(data, differing)} />}
      {data && <PrintedBasis of={data} />}
      <Link />
    </article>
  );
}

/** The address of the view; the places are in what the link leads to, but not in the words, as they would fill the sheet. */
function Link() {
  const { t } = useChecks();
  const shown = `${location.origin}${location.pathname}?${format({ ...store.state, part: null })}`;
  return <p className="sheet-link">{t("requirements.sheet.link")} <a href={shown + location.hash}>{shown}</a></p>;
}

/** A small map of the places. The sheet does without it where the browser draws none. */
function usePlacesMap(place: Geometry, other: Geometry | null) {
  const { t, count } = usePrint();
  const { t: checks } = useChecks();
  const { map, mapFailed } = useMap();
  const box = boxAround(place, other);
  const scale = scaleFor(box, size.width, size.height);
  const camera = map ? { lon: (box[0] + box[2]) / 2, lat: middleLat(box[1], box[3]), zoom: 0 } : undefined;
  const { picture, failed } = usePicture({ camera, scale, ...size, place, other });
  const image = useImage(picture);
  const paper = { width: `${size.width}mm`, height: `${size.height}mm` };
  const names = other ? `${checks("requirements.place.A")}, ${checks("requirements.place.B")}` : checks("requirements.place.one");
  const figure = !mapFailed && !failed && (
    <figure className="sheet-map" style={paper}>
      {picture && <img ref={image} alt={checks("requirements.sheet.map", { places: names })} style={paper} />}
      <NorthArrow />
      <figcaption>{t("scaleLine", { scale: count(scale) })}<ScaleBar scale={scale} /></figcaption>
    </figure>
  );
  return { figure, done: picture !== null || failed || mapFailed };
}
