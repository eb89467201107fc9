import { useEffect, useState } from "react";
import type { Geometry } from "geojson";
import { Problem } from "../api/problem";
import { useProjects } from "../i18n/projects";
import { useMap } from "../map/MapContext";
import { announce } from "../shell/Announcer";
import { useBench } from "./BenchContext";
import { type Part, type Shape, isShape, kindOf } from "./part";
import { type Fix, useDescribed } from "./queries";
import { runs } from "./shape";

interface Props {
  heading?: string;
  geometries: readonly Geometry[];
  /** The part that is mended where it cannot be used as it is. */
  mend?: Part;
}

/** What was placed, read back in words; what is wrong with it, and how it can be mended. */
export function ReadBack({ heading, geometries, mend }: Props) {
  const { t } = useProjects();
  const { data, error, current } = useDescribed(geometries);
  const words = current && !error ? data?.words : undefined;
  useEffect(() => {
    if (words && mend) announce(words);
  }, [words, mend]);
  const refused = error instanceof Problem && error.status === 422 ? error : null;
  if (refused && !mend) return null; // told at the part itself
  return (
    <div className="placing-read" aria-busy={!current}>
      {heading && <p className="live-heading">{heading}</p>}
      {!error && <p>{data?.words ?? t("placing.reading")}</p>}
      {error && !refused && <p>{t("placing.unread")}</p>}
      {refused && mend && <Refused problem={refused} part={mend} />}
    </div>
  );
}

/** A shape that cannot be used, and ways to mend it, before and after on the map. */
function Refused({ problem, part }: { problem: Problem; part: Part }) {
  const { t } = useProjects();
  const { bench } = useBench();
  const tool = ({ point: "point", line: "line", area: "polygon" } as const)[kindOf(part.geometry)];
  const again = () => {
    bench.remove(part.id);
    bench.begin({ what: "draw", tool, aim: "part" });
  };
  return (
    <div className="note note-error" role="alert">
      <p><b>{t("placing.bad")}</b></p>
      {problem.details.map((detail) => <p key={detail}>{detail}</p>)}
      <Fixes before={part.geometry} fixes={problem.fixes} use={(geometry) => {
        if (isShape(geometry)) bench.change({ geometry });
        announce(t("placing.done.mend"));
      }} />
      <div className="actions actions-small"><button type="button" onClick={again}>{t("placing.drawAgain")}</button></div>
    </div>
  );
}

/** Ways to mend a shape; the one that is pointed at is shown on the map, what was before by a broken line. */
export function Fixes({ before, fixes, use }: { before: Geometry | null; fixes: readonly Fix[]; use: (geometry: Geometry) => void }) {
  const { t, area } = useProjects();
  const { map } = useMap();
  const [shown, setShown] = useState(0);
  const fix = fixes[Math.min(shown, fixes.length - 1)];
  useEffect(() => {
    if (!map || !fix) return;
    map.draw("highlight", geometryOf(fix));
    map.draw("other", ...(isShape(before) ? [outline(before)] : []));
    return () => {
      map.draw("highlight");
      map.draw("other");
    };
  }, [map, fix, before]);
  if (!fix) return null;
  return (
    <>
      {map && <p>{t("placing.fix.shown")}</p>}
      <ul className="placing-fixes">
        {fixes.map((f, i) => (
          <li key={`${f.code} ${f.crs ?? ""}`}>
            <span><b>{f.title}</b>{f.area_m2 ? ` ${area(f.area_m2)}` : ""}</span>
            <span className="actions-small">
              {fixes.length > 1 && map && <button type="button" aria-pressed={i === shown} onClick={() => setShown(i)}>{t("placing.fix.show")}<span className="hidden-text">: {f.title}</span></button>}
              <button type="button" onClick={() => use(geometryOf(f))}>{t("placing.fix.use")}<span className="hidden-text">: {f.title}</span></button>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** A shape as the lines round it: an area whose edges cross may have no inside to draw. */
const outline = (shape: Shape): Geometry =>
  kindOf(shape) === "point" ? shape : { type: "MultiLineString", coordinates: runs(shape).map(({ corners, closed }) => (closed ? [...corners, corners[0] ?? []] : corners)) };

/** The document's type of GeoJSON is an object of any members. */
const geometryOf = (fix: Fix) => fix.geometry as unknown as Geometry;
