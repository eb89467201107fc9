import { severities } from "../findings/severity";
import { Choices, Field } from "../form/Field";
import { useShown } from "../i18n/shown";
import { useMap } from "../map/MapContext";
import { useProjectKinds } from "../projectParts/queries";
import { type Filter, everything, isNarrowed, states } from "./filter";

interface Props {
  filter: Filter;
  change: (part: Partial<Filter>) => void;
}

/** Narrows the list of projects down: at once what is new and what is in view, the rest folded. */
export function CaseFilter({ filter, change }: Props) {
  const { t, common } = useShown();
  const { map } = useMap();
  const kinds = useProjectKinds();
  const folded = (filter.q ? 1 : 0) + filter.kinds.length + filter.states.length + filter.severities.length + (filter.from ? 1 : 0) + (filter.to ? 1 : 0);
  return (
    <search className="case-filter" aria-label={t("filter.label")}>
      <div className="actions actions-small">
        <button type="button" aria-pressed={filter.unseen} onClick={() => change({ unseen: !filter.unseen })}>{t("filter.unseen")}</button>
        {map && <button type="button" aria-pressed={filter.here} onClick={() => change({ here: !filter.here })}>{t("filter.here")}</button>}
        {isNarrowed(filter) && <button type="button" onClick={() => change(everything)}>{t("filter.clear")}</button>}
      </div>
      <details>
        <summary>{folded > 0 ? t("filter.moreChosen", { count: folded }) : t("filter.more")}</summary>
        <Field id="case-q" type="search" label={t("filter.title")} value={filter.q} onChange={(q) => change({ q })} autoComplete="off" />
        <Choices id="case-severity" label={t("filter.severity")} chosen={filter.severities} onChange={(chosen) => change({ severities: severities.filter((s) => chosen.includes(s)) })} choices={severities.map((s) => ({ value: s, label: common(`severity.${s}.word`) }))} />
        <Choices id="case-state" label={t("filter.state")} chosen={filter.states} onChange={(chosen) => change({ states: states.filter((s) => chosen.includes(s)) })} choices={states.map((s) => ({ value: s, label: t(`state.${s}`) }))} />
        <div className="case-days">
          <Field id="case-from" type="date" label={t("filter.from")} value={filter.from} onChange={(from) => change({ from })} />
          <Field id="case-to" type="date" label={t("filter.to")} value={filter.to} onChange={(to) => change({ to })} />
        </div>
        <Choices id="case-kind" label={t("filter.kind")} chosen={filter.kinds} onChange={(chosen) => change({ kinds: chosen })} choices={(kinds.data?.items ?? []).map((k) => ({ value: k.id, label: k.name }))} />
      </details>
    </search>
  );
}
