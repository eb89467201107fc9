import { useCallback, useMemo, useState } from "react";
import { format, home } from "../address/address";
import { useAddress } from "../address/store";
import { toTM35FIN } from "../geo/tm35fin";
import { usePrint } from "../i18n/print";
import { useMap } from "../map/MapContext";
import type { Camera } from "../map/engine";
import type { Picture } from "../map/print";
import { NorthArrow } from "./NorthArrow";
import { SheetLegend } from "./SheetLegend";
import { SheetSources } from "./SheetSources";
import { type Sheet, barOf, convergence } from "./sheet";

interface Props {
  title: string;
  sheet: Sheet;
  scale: number;
  camera: Camera;
  picture: Picture | null;
}

/** What is printed, in the size of the paper. What does not fit on the first sheet flows on to the next. */
export function SheetPaper({ title, sheet, scale, camera, picture }: Props) {
  const { t, count, list } = usePrint();
  const { layers } = useMap();
  const image = useImage(picture);
  const size = { width: `${sheet.map.width}mm`, height: `${sheet.map.height}mm` };
  const seen = layers.filter((l) => picture?.seen.has(l.id));
  const place = useCentre(camera);
  const leftOut = layers.filter((l) => picture?.leftOut.has(l.id)).map((l) => l.title);
  return (
    <article className="sheet" style={{ width: `${sheet.width}mm` }} aria-busy={!picture}>
      {title && <h2 className="sheet-title">{title}</h2>}
      <figure className="sheet-map" style={size}>
        {picture && <img ref={image} alt={t("alt", { scale: count(scale), place, layers: list(seen.map((l) => l.title)) })} style={size} />}
        <NorthArrow />
      </figure>
      {picture && (
        <>
          <Warnings missing={picture.missing} leftOut={leftOut} />
          <Facts scale={scale} camera={camera} />
          <SheetLegend layers={seen} seen={picture.seen} gathered={picture.gathered} />
          <SheetSources layers={seen} />
        </>
      )}
    </article>
  );
}

/** Gives an image the picture, for as long as it is shown. */
export function useImage(picture: Picture | null) {
  return useCallback(
    (element: HTMLImageElement | null) => {
      if (!element || !picture) return;
      const address = URL.createObjectURL(picture.image);
      element.src = address;
      return () => URL.revokeObjectURL(address);
    },
    [picture],
  );
}

function useCentre({ lon, lat }: Camera): string {
  const { coordinate } = usePrint();
  return useMemo(() => {
    const [e, n] = toTM35FIN([lon, lat]);
    return `N ${coordinate(n)}, E ${coordinate(e)}`;
  }, [lon, lat, coordinate]);
}

/** What the map does not show although it should: on the sheet, since whoever reads it has not seen the page. */
function Warnings({ missing, leftOut }: { missing: number; leftOut: string[] }) {
  const { t, list } = usePrint();
  return (
    <>
      {missing > 0 && <p className="sheet-warning">{t("missing", { count: missing })}</p>}
      {leftOut.length > 0 && <p className="sheet-warning">{t("leftOut", { layers: list(leftOut) })}</p>}
    </>
  );
}

/** Scale, north, reference system, date and where the same is on the web. */
function Facts({ scale, camera }: { scale: number; camera: Camera }) {
  const { t, count, decimal, time } = usePrint();
  const [printed] = useState(() => new Date().toISOString());
  const turn = convergence(camera.lon, camera.lat);
  const degrees = decimal(Math.abs(turn), 1);
  return (
    <div className="sheet-facts">
      <div className="sheet-scale">
        <p><b>{t("scaleLine", { scale: count(scale) })}</b></p>
        <ScaleBar scale={scale} />
        <p>{t("exact")}</p>
      </div>
      <div>
        <p>{turn >= 0 ? t("north", { degrees }) : t("northWest", { degrees })}</p>
        <p>{t("crs", { place: useCentre(camera) })}</p>
      </div>
      <div>
        <p>{t("printed", { time: time(printed) })}</p>
        <Link camera={camera} />
      </div>
    </div>
  );
}

/** Two bars, one light, as long as a round number of metres. */
export function ScaleBar({ scale }: { scale: number }) {
  const { distance } = usePrint();
  const { metres, millimetres } = barOf(scale);
  const half = millimetres / 2;
  return (
    <svg className="sheet-bar" viewBox={`-1 0 ${millimetres + 16} 7`} style={{ width: `${millimetres + 16}mm`, height: "7mm" }} role="img" aria-label={distance(metres)}>
      <rect x="0" y="4" width={half} height="2" fill="#212121" />
      <rect x={half} y="4" width={half} height="2" fill="#fff" stroke="#212121" strokeWidth="0.2" />
      <rect x="0" y="4" width={millimetres} height="2" fill="none" stroke="#212121" strokeWidth="0.2" />
      {[0, 0.5, 1].map((share) => <text key={share} x={share * millimetres} y="3" fontSize="3" textAnchor={share === 0 ? "start" : "middle"}>{share === 0 ? "0" : distance(metres * share)}</text>)}
    </svg>
  );
}

/** The address of the view; a place that was drawn is in what the link leads to, but not in the words, as it would fill the sheet. */
function Link({ camera }: { camera: Camera }) {
  const { t } = usePrint();
  const layers = useAddress((s) => s.layers);
  const shown = `${location.origin}${location.pathname}?${format({ ...home, camera, layers })}`;
  return <p>{t("link")} <a href={shown + location.hash}>{shown}</a></p>;
}
