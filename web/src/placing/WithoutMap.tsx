import { type ReactNode, useState } from "react";
import { Select } from "../form/Field";
import { useProjects } from "../i18n/projects";
import { AroundForm } from "./AroundForm";
import { useBench } from "./BenchContext";
import { CornersForm } from "./CornersForm";
import { FileForm } from "./FileForm";
import { StreetForm } from "./StreetForm";
import { UnitsPart } from "./UnitsPart";
import { VenuePart } from "./VenuePart";
import { type Aim, type Shape, kindOf } from "./part";
import { type Put, usePut } from "./usePut";
import { useVenueLayers } from "./venues";

const ways = ["around", "venue", "street", "corners", "units", "file"] as const;
type Way = (typeof ways)[number];

/** Ways whose shapes can also change the part at hand, as drawn ones can. */
const changing: readonly Way[] = ["around", "street", "corners"];

/** Every way to put a part without drawing it, or to change one. */
export function WithoutMap({ open, tell }: { open: boolean; tell: (shape: Shape, aim: Aim) => void }) {
  const { t } = useProjects();
  const { held } = useBench();
  const [way, setWay] = useState<Way | null>(open ? "around" : null);
  const [chosen, setAim] = useState<Aim>("part");
  const venues = useVenueLayers().length > 0;
  const add = usePut();
  const aims: Aim[] = !held ? ["part"] : kindOf(held.geometry) === "area" ? ["part", "more", "hole", "split"] : kindOf(held.geometry) === "line" ? ["part", "more", "split"] : ["part", "more"];
  const aim = aims.includes(chosen) ? chosen : "part";
  const put: Put = (made) => {
    if (aim === "part") add(made);
    else for (const { geometry } of made.slice(0, 1)) tell(geometry, aim);
    setAim("part");
  };
  const forms: Record<Way, ReactNode> = {
    around: <AroundForm put={put} single={aim !== "part"} />,
    venue: <VenuePart />,
    street: <StreetForm put={put} />,
    corners: <CornersForm put={put} />,
    units: <UnitsPart />,
    file: <FileForm put={add} />,
  };
  return (
    <section className="part" aria-labelledby="ways-heading">
      <h3 id="ways-heading">{t("placing.ways")}</h3>
      <div className="placing-ways">
        {ways.filter((name) => name !== "venue" || venues).map((name) => (
          <div key={name}>
            <button type="button" className="placing-way" aria-expanded={way === name} onClick={() => setWay(way === name ? null : name)}>{t(`placing.way.${name}`)}</button>
            {way === name && (
              <div className="placing-form">
                {changing.includes(name) && aims.length > 1 && (
                  <Select id="told-aim" label={t("placing.aim.label")} value={aim} onChange={(value) => setAim(value as Aim)}>
                    {aims.map((a) => <option key={a} value={a}>{t(`placing.aim.${a as Exclude<Aim, "distance">}`)}</option>)}
                  </Select>
                )}
                {forms[name]}
              </div>
            )}
          </div>
        ))}
      </div>
    </section>
  );
}
