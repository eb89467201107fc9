import { useDeferredValue, useState } from "react";
import { Button, IconChevronRight } from "suomifi-ui-components";
import { Field, Select } from "../form/Field";
import { useProjects } from "../i18n/projects";
import { Answer } from "../shell/Answer";
import { Top } from "../shell/Top";
import { NewProject } from "./NewProject";
import { ProjectLink } from "./ProjectLink";
import { StateTag } from "./StateTag";
import { type Filter, type Listed, states, useKinds, useProjectList } from "./queries";
import { rowId, useListOnMap } from "./useListOnMap";

interface Props {
  person: string;
  party: string;
  /** The name of whom one acts for; null: for oneself. */
  whose: string | null;
  matters?: readonly string[];
}

/** As many are seen at a glance: narrowing them down would only be in the way. */
const few = 5;

/** All projects of whom one acts for, in a list and on the map, and a new one. */
export function ProjectList({ person, party, whose, matters }: Props) {
  const { t } = useProjects();
  const [filter, setFilter] = useState<Filter>({ state: "", kind: "", q: "" });
  const kinds = useKinds().data?.items ?? [];
  const list = useProjectList(useDeferredValue(filter), true);
  const items = list.data?.pages.flatMap((page) => page.features) ?? [];
  const { chosen, light } = useListOnMap(items);
  const filtered = filter.state !== "" || filter.kind !== "" || filter.q.trim() !== "";
  return (
    <section aria-labelledby="projects-heading">
      <Top id="projects-heading" heading={t("view.heading")} focusOn="list" />
      {whose && <p className="hint">{t("view.acting", { name: whose })}</p>}
      <NewProject person={person} party={party} kinds={kinds} matters={matters} />
      <section className="part" aria-labelledby="own-projects-heading">
        <h3 id="own-projects-heading">{t("view.own")}</h3>
        <Answer query={list}>
          {list.data && (items.length > few || filtered) && <Filters filter={filter} set={setFilter} kinds={kinds} />}
          {list.data && items.length === 0 && <p className="note">{t(filtered ? "view.noneSuch" : "view.none")}</p>}
          <ul className="steps project-list" aria-busy={list.isPlaceholderData}>
            {items.map((item) => (
              <li key={item.id} id={rowId(item.id)} tabIndex={-1} data-chosen={chosen === item.id}>
                <Row item={item} light={light} kind={kinds.find((k) => k.id === item.properties.kind)?.name} />
              </li>
            ))}
          </ul>
          {list.hasNextPage && <Button variant="secondary" fullWidth aria-disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("view.more")}</Button>}
        </Answer>
      </section>
    </section>
  );
}

function Filters({ filter, set, kinds }: { filter: Filter; set: (filter: Filter) => void; kinds: readonly { id: string; name: string }[] }) {
  const { t } = useProjects();
  return (
    <div className="project-filters">
      <Field id="projects-q" label={t("view.search")} type="search" autoComplete="off" value={filter.q} onChange={(q) => set({ ...filter, q })} />
      <div className="form-row">
        <Select id="projects-state" label={t("view.state")} value={filter.state} onChange={(value) => set({ ...filter, state: states.find((s) => s === value) ?? "" })}>
          <option value="">{t("view.all")}</option>
          {states.map((s) => <option key={s} value={s}>{t(`state.${s}`)}</option>)}
        </Select>
        <Select id="projects-kind" label={t("view.kind")} value={filter.kind} onChange={(kind) => set({ ...filter, kind })}>
          <option value="">{t("view.all")}</option>
          {kinds.map((k) => <option key={k.id} value={k.id}>{k.name}</option>)}
        </Select>
      </div>
    </div>
  );
}

function Row({ item, kind, light }: { item: Listed; kind?: string; light: (id: string | null) => void }) {
  const { t, date, time } = useProjects();
  const p = item.properties;
  return (
    <ProjectLink project={item.id} light={(on) => light(on ? item.id : null)}>
      <span>
        <b>{p.title || t("view.untitled")}</b>
        <span>{[kind ?? t("view.noKind"), p.starts && date(p.starts)].filter(Boolean).join(" · ")}</span>
        <span><StateTag state={p.state} unshown={p.unshown} open={p.open} /></span>
        <span>{[t("view.saved", { time: time(p.saved_at) }), p.news > 0 && t("view.news", { count: p.news }), p.comments > 0 && t("view.comments", { count: p.comments }), !item.geometry && t("view.noPlace")].filter(Boolean).join(" · ")}</span>
      </span>
      <IconChevronRight aria-hidden="true" />
    </ProjectLink>
  );
}
