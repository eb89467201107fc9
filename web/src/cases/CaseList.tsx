import { useDeferredValue } from "react";
import { Button } from "suomifi-ui-components";
import { store, useAddress } from "../address/store";
import { SeverityIcon } from "../findings/severity";
import { useShown } from "../i18n/shown";
import { useArea } from "../map/useArea";
import { usePointed } from "../map/usePointed";
import { useProjectKinds } from "../projectParts/queries";
import { rowId, useListedOnMap } from "../projectParts/useListedOnMap";
import { Answer } from "../shell/Answer";
import { Top } from "../shell/Top";
import { CaseFilter } from "./CaseFilter";
import { CaseLink } from "./CaseLink";
import { isNarrowed, readFilter, writeFilter } from "./filter";
import { type Listed, useCases } from "./queries";

/** Projects in the area of one's authority, the newest first, in a list and on the map. */
export function CaseList() {
  const { t } = useShown();
  const text = useAddress((s) => s.filter);
  const filter = readFilter(text);
  const asked = useDeferredValue(filter);
  const area = useArea();
  const cases = useCases(asked, area?.box ?? null);
  const items = cases.data?.pages.flatMap((page) => page.features) ?? [];
  const { chosen, light } = useListedOnMap(items, filter.here);
  return (
    <section aria-labelledby="cases-heading">
      <Top id="cases-heading" heading={t("cases.heading")} focusOn="cases" />
      <p className="intro">{t("cases.intro")}</p>
      <CaseFilter filter={filter} change={(part) => store.set({ filter: writeFilter({ ...filter, ...part }) })} />
      <p className="hint" role="status">{cases.data && items.length > 0 ? t(cases.hasNextPage ? "cases.first" : "cases.count", { count: items.length }) : ""}</p>
      <Answer query={cases}>
        {cases.data && items.length === 0 && <p className="note">{t(isNarrowed(filter) ? "cases.noneSuch" : "cases.none")}</p>}
        <ul className="steps case-list">{items.map((item) => <Row key={item.id} item={item} chosen={chosen === item.id} light={light} />)}</ul>
        {cases.hasNextPage && <Button variant="secondary" fullWidth aria-disabled={cases.isFetchingNextPage} onClick={() => void cases.fetchNextPage()}>{t("more")}</Button>}
      </Answer>
    </section>
  );
}

/** One project in the list: what is new about it first. */
function Row({ item, chosen, light }: { item: Listed; chosen: boolean; light: (id: string | null) => void }) {
  const { t, common, date, time } = useShown();
  const kinds = useProjectKinds();
  const row = usePointed<HTMLLIElement>((pointed) => light(pointed ? item.id : null));
  const p = item.properties;
  const news = !p.looked ? "new" : p.looked < p.version ? "changed" : null;
  const when = p.starts ? (p.ends && date(p.ends) !== date(p.starts) ? `${date(p.starts)} – ${date(p.ends)}` : date(p.starts)) : "";
  return (
    <li id={rowId(item.id)} data-chosen={chosen} ref={row}>
      <CaseLink to={{ project: item.id }}>
        <span>
          <b>{p.title}</b>
          <span className="case-tags">
            {news && <span className="tag" data-news={news}>{t(`cases.${news}`)}</span>}
            {p.state === "cancelled" && <span className="tag" data-state="cancelled">{t("state.cancelled")}</span>}
            {!p.competent && <span className="tag">{t("cases.notOurs")}</span>}
          </span>
          <span>{[kinds.data?.items.find((k) => k.id === p.kind)?.name, p.state !== "cancelled" && t(`state.${p.state}`), when].filter(Boolean).join(" · ")}</span>
          <span className="case-severity"><SeverityIcon severity={p.severity} />{common(`severity.${p.severity}.word`)}</span>
          <span>{[t("cases.shownAt", { time: time(p.shown_at) }), p.comments > 0 && t("cases.comments", { count: p.comments })].filter(Boolean).join(" · ")}</span>
        </span>
      </CaseLink>
    </li>
  );
}
