import { useDeferredValue, useEffect } from "react";
import { Button } from "suomifi-ui-components";
import { store, useAddress } from "../address/store";
import { everything, isNarrowed, readFilter, writeFilter } from "../cases/filter";
import { Choices, Field } from "../form/Field";
import { useShown } from "../i18n/shown";
import { useArea } from "../map/useArea";
import { usePointed } from "../map/usePointed";
import { useMap } from "../map/MapContext";
import { rowId, useListedOnMap } from "../projectParts/useListedOnMap";
import { useProjectKinds } from "../projectParts/queries";
import { Answer } from "../shell/Answer";
import { Top } from "../shell/Top";
import { EventLink } from "./EventLink";
import { EventPage } from "./EventPage";
import { type Listed, usePublic } from "./queries";

/** What is open to everybody: projects and events in a list and on the map, or one of them. */
export function EventsView() {
  const project = useAddress((s) => s.project);
  useEffect(() => void document.querySelector(".panel-content")?.scrollTo({ top: 0 }), [project]);
  return project ? <EventPage key={project} id={project} /> : <All />;
}

function All() {
  const { t } = useShown();
  const { map } = useMap();
  const filter = readFilter(useAddress((s) => s.filter));
  const asked = useDeferredValue(filter);
  const area = useArea();
  const kinds = useProjectKinds();
  const found = usePublic(asked, area?.box ?? null);
  const items = found.data?.pages.flatMap((page) => page.features) ?? [];
  const { chosen, light } = useListedOnMap(items, filter.here);
  const folded = filter.kinds.length + (filter.q ? 1 : 0) + (filter.from ? 1 : 0) + (filter.to ? 1 : 0);
  const change = (part: Partial<typeof filter>) => store.set({ filter: writeFilter({ ...filter, ...part }) });
  return (
    <section aria-labelledby="events-heading">
      <Top id="events-heading" heading={t("events.heading")} focusOn="events" />
      <p className="intro">{t("events.intro")}</p>
      <search className="case-filter" aria-label={t("filter.label")}>
        <div className="actions actions-small">
          {map && <button type="button" aria-pressed={filter.here} onClick={() => change({ here: !filter.here })}>{t("filter.here")}</button>}
          {isNarrowed(filter) && <button type="button" onClick={() => change(everything)}>{t("filter.clear")}</button>}
        </div>
        <details>
          <summary>{folded > 0 ? t("filter.moreChosen", { count: folded }) : t("filter.more")}</summary>
          <Field id="event-q" type="search" label={t("filter.title")} value={filter.q} onChange={(q) => change({ q })} autoComplete="off" />
          <div className="case-days">
            <Field id="event-from" type="date" label={t("filter.from")} value={filter.from} onChange={(from) => change({ from })} />
            <Field id="event-to" type="date" label={t("filter.to")} value={filter.to} onChange={(to) => change({ to })} />
          </div>
          <Choices id="event-kind" label={t("filter.kind")} chosen={filter.kinds} onChange={(chosen) => change({ kinds: chosen })} choices={(kinds.data?.items ?? []).map((k) => ({ value: k.id, label: k.name }))} />
        </details>
      </search>
      <Answer query={found}>
        {found.data && items.length === 0 && <p className="note">{t(isNarrowed(filter) ? "cases.noneSuch" : "events.none")}</p>}
        <ul className="steps case-list">{items.map((item) => <Row key={item.id} item={item} chosen={chosen === item.id} light={light} />)}</ul>
        {found.hasNextPage && <Button variant="secondary" fullWidth aria-disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>{t("more")}</Button>}
      </Answer>
    </section>
  );
}

function Row({ item, chosen, light }: { item: Listed; chosen: boolean; light: (id: string | null) => void }) {
  const { t, date } = useShown();
  const kinds = useProjectKinds();
  const row = usePointed<HTMLLIElement>((pointed) => light(pointed ? item.id : null));
  const p = item.properties;
  const when = p.starts ? (p.ends && date(p.ends) !== date(p.starts) ? `${date(p.starts)} – ${date(p.ends)}` : date(p.starts)) : "";
  return (
    <li id={rowId(item.id)} data-chosen={chosen} ref={row}>
      <EventLink project={item.id}>
        <span><b>{p.title}</b><span>{[kinds.data?.items.find((k) => k.id === p.kind)?.name, when, t(`events.state.${p.state}`)].filter(Boolean).join(" · ")}</span></span>
      </EventLink>
    </li>
  );
}
