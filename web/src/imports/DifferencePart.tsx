import { useState } from "react";
import { Button } from "suomifi-ui-components";
import { Problem } from "../api/problem";
import { useCatalogue } from "../i18n/catalogue";
import { type Sign as Kind, signs } from "../map/style/images";
import { Answer } from "../shell/Answer";
import { ChangeRow } from "./ChangeRow";
import { Sign } from "./Sign";
import { type Difference, useChanges, useDifference } from "./queries";
import { useChangesOnMap } from "./useChangesOnMap";

interface Props {
  layer: string;
  version: number;
}

const kinds = Object.keys(signs) as Kind[];

/** What a version changes against the published one: counted, listed and on the map. */
export function DifferencePart({ layer, version }: Props) {
  const { t } = useCatalogue();
  const difference = useDifference(layer, version, true);
  return (
    <section className="part" aria-labelledby="difference-heading">
      <h3 id="difference-heading">{t("difference.heading")}</h3>
      {difference.isPending && difference.failureReason instanceof Problem && difference.failureReason.working && <p className="note" role="status">{t("difference.working")}</p>}
      <Answer query={difference}>{difference.data && <Known layer={layer} version={version} difference={difference.data.body} />}</Answer>
    </section>
  );
}

function Known({ layer, version, difference: d }: Props & { difference: Difference }) {
  const { t, count } = useCatalogue();
  const [kind, setKind] = useState<Kind | null>(null);
  const counts = d.counts as Record<string, number | undefined>;
  const sum = kinds.reduce((all, k) => all + (counts[k] ?? 0), 0);
  return (
    <>
      <p className="hint">{d.former ? t("difference.against", { version: d.former }) : t("difference.first")}</p>
      <ul className="kinds">
        {kinds.map((k) => (
          <li key={k}>
            <button type="button" aria-pressed={kind === k} onClick={() => setKind(kind === k ? null : k)}><Sign kind={k} /><span><b>{count(counts[k] ?? 0)}</b><span>{t(`difference.kind.${k}`)}</span></span></button>
          </li>
        ))}
      </ul>
      <Sums difference={d} />
      {sum === 0 ? <p className="note">{t("difference.none")}</p> : <List key={kind ?? ""} layer={layer} version={version} kind={kind} />}
    </>
  );
}

function Sums({ difference: d }: { difference: Difference }) {
  const { t, count, area, distance, common } = useCatalogue();
  const rows: [string, string][] = [[common("layers.features"), t("difference.change", { before: count(d.before.features), after: count(d.after.features) })]];
  if (d.before.area_m2 + d.after.area_m2 > 0) rows.push([t("difference.area"), t("difference.change", { before: area(d.before.area_m2), after: area(d.after.area_m2) })]);
  if (d.before.length_m + d.after.length_m > 0) rows.push([t("difference.length"), t("difference.change", { before: distance(d.before.length_m), after: distance(d.after.length_m) })]);
  if (d.before.covered_m2 + d.after.covered_m2 > 0) rows.push([t("difference.covered"), t("difference.change", { before: area(d.before.covered_m2), after: area(d.after.covered_m2) })]);
  if (d.farthest) rows.push([t("difference.farthest"), `${distance(d.farthest.metres)} (${d.farthest.source_id})`]);
  if (d.attributes?.length) rows.push([t("difference.attributes"), d.attributes.map((a) => `${a.label} ${count(a.count)}`).join(", ")]);
  if (d.hidden > 0) rows.push([t("difference.hidden"), count(d.hidden)]);
  if (d.recipe?.length) rows.push([t("difference.recipe"), d.recipe.map((name) => memberName(t, name)).join(", ")]);
  return <dl>{rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>;
}

const members = [
  "theme", "title", "description", "publisher", "attribution", "licence", "data_date", "file", "address", "key", "key_with", "names", "attributes", "coverage", "search", "style", "position",
] as const;
type Member = (typeof members)[number];

/** What a member of the recipe is called; one that this page does not know yet by its own name. */
function memberName(t: ReturnType<typeof useCatalogue>["t"], name: string): string {
  const known = members.find((m): m is Member => m === name);
  return known ? t(`difference.member.${known}`) : name;
}

function List({ layer, version, kind }: Props & { kind: Kind | null }) {
  const { t } = useCatalogue();
  const changes = useChanges(layer, version, kind, true);
  const items = changes.data?.pages.flatMap((page) => page.features) ?? [];
  const { chosen, show } = useChangesOnMap(items);
  return (
    <Answer query={changes}>
      <p className="hint">{t("difference.onMap")}</p>
      <ul className="rows">{items.map((c) => <ChangeRow key={c.id} change={c} chosen={chosen === c.id} show={() => show(c.id)} />)}</ul>
      {changes.hasNextPage && <Button variant="secondary" fullWidth aria-disabled={changes.isFetchingNextPage} onClick={() => void changes.fetchNextPage()}>{t("more")}</Button>}
    </Answer>
  );
}
