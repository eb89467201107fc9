import { type ReactNode, useState } from "react";
import { useProjects } from "../i18n/projects";
import { useMap } from "../map/MapContext";
import { boxAround } from "../geo/measure";
import { CornersForm } from "../place/PlaceForm";
import { announce } from "../shell/Announcer";
import { AroundForm } from "./AroundForm";
import { useBench } from "./BenchContext";
import { FileForm } from "./FileForm";
import { StreetForm } from "./StreetForm";
import { UnitsPart } from "./UnitsPart";
import { type Part, type Shape, isShape } from "./part";
import { useNewPart } from "./useDrawnShape";

const ways = ["around", "street", "corners", "units", "file"] as const;
type Way = (typeof ways)[number];

/** Every way to put a part without drawing it. */
export function WithoutMap({ open }: { open: boolean }) {
  const { t } = useProjects();
  const [way, setWay] = useState<Way | null>(open ? "around" : null);
  const put = usePut();
  const forms: Record<Way, ReactNode> = {
    around: <AroundForm put={put} />,
    street: <StreetForm put={put} />,
    corners: <CornersForm put={(geometry, typed) => isShape(geometry) && put([{ geometry, described: typed }])} />,
    units: <UnitsPart />,
    file: <FileForm put={put} />,
  };
  return (
    <section className="part" aria-labelledby="ways-heading">
      <h3 id="ways-heading">{t("placing.ways")}</h3>
      <div className="placing-ways">
        {ways.map((name) => (
          <div key={name}>
            <button type="button" className="placing-way" aria-expanded={way === name} onClick={() => setWay(way === name ? null : name)}>{t(`placing.way.${name}`)}</button>
            {way === name && <div className="placing-form">{forms[name]}</div>}
          </div>
        ))}
      </div>
    </section>
  );
}

export type Put = (made: (Partial<Part> & { geometry: Shape })[]) => void;

/** Adds what was told as parts, and shows them. */
function usePut(): Put {
  const { t } = useProjects();
  const { map } = useMap();
  const { bench } = useBench();
  const newPart = useNewPart();
  return (made) => {
    const parts = made.map(({ geometry, ...rest }) => newPart(geometry, rest));
    bench.stop();
    bench.add(...parts);
    if (parts.length > 0) map?.fit(boxAround(...parts.map((part) => part.geometry)), 17);
    announce(t("placing.put", { count: parts.length }));
  };
}
