import { useEffect, useRef } from "react";
import { IconChevronDown, IconChevronRight } from "suomifi-ui-components";
import { areaOf, lengthOf } from "../geo/measure";
import { locales } from "../i18n/language";
import { useProjects } from "../i18n/projects";
import { lang } from "../page/config";
import { useBench } from "./BenchContext";
import { PartCard } from "./PartCard";
import { type Part, type Shape, kindOf } from "./part";
import { nameOf } from "./queries";
import { pieces } from "./shape";

/** The parts in their order; the one at hand is open. */
export function PartList() {
  const { t } = useProjects();
  const { bench, state, parts } = useBench();
  return (
    <section className="part" aria-labelledby="parts-heading">
      <h3 id="parts-heading">{t("placing.parts", { count: parts.length })}</h3>
      <ol className="placing-parts">
        {parts.map((part) => {
          const open = part.id === state.held;
          return (
            <li key={part.id} data-held={open}>
              <button type="button" className="placing-part" aria-expanded={open} onClick={() => bench.hold(open ? null : part.id)}>
                {open ? <IconChevronDown aria-hidden="true" /> : <IconChevronRight aria-hidden="true" />}
                <PartName part={part} />
              </button>
              {open && <Open part={part} />}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function PartName({ part }: { part: Part }) {
  const { t } = useProjects();
  const { parts, purposes } = useBench();
  const size = useSize(part.geometry);
  const times = useTimes(part);
  const purpose = purposes.find((p) => p.code === part.purpose)?.label;
  return <span><b>{nameOf(part, parts, (number) => t("placing.part", { number }))}</b><span>{[purpose, size, times].filter(Boolean).join(" · ")}</span></span>;
}

/** A part that was just chosen on the map comes into sight. */
function Open({ part }: { part: Part }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    void box.current?.scrollIntoView({ block: "nearest" });
  }, [part.id]);
  return <div ref={box}><PartCard part={part} /></div>;
}

/** When a part is in use, where it has times of its own. */
function useTimes({ from, to }: Part): string {
  const { t } = useProjects();
  const told = (local: string) => (/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(local) ? new Intl.DateTimeFormat(locales[lang], { dateStyle: "short", timeStyle: "short", timeZone: "UTC" }).format(new Date(`${local}Z`)) : local); // read back as it was typed
  if (from && to) return t("placing.times.both", { from: told(from), to: told(to) });
  return from ? t("placing.times.only", { from: told(from) }) : to ? t("placing.times.until", { to: told(to) }) : "";
}

/** What a shape is and how large. */
function useSize(shape: Shape): string {
  const { t, common, area, length } = useProjects();
  const count = pieces(shape).length;
  const size = { point: () => common("words.point"), line: () => common("words.line", { length: length(lengthOf(shape)) }), area: () => common("words.area", { area: area(areaOf(shape)) }) }[kindOf(shape)]();
  return count > 1 ? t("placing.pieces", { size, count }) : size;
}
