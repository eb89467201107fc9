import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { Button } from "suomifi-ui-components";
import { useCatalogue } from "../i18n/catalogue";
import { withPeople } from "../i18n/people";
import { Answer } from "../shell/Answer";
import { useMe } from "../who/queries";
import { CatalogueLink } from "./CatalogueLink";
import { type Version, useVersions } from "./queries";
import { keeps } from "./registrar";

const Rollback = lazy(() => withPeople(import("../imports/Rollback")).then((m) => ({ default: m.Rollback })));

interface Props {
  id: string;
  /** The published version; undefined: there is none. */
  current: number | undefined;
  /** The version that it replaced; undefined: there is none to go back to. */
  replaced: number | undefined;
  keeper: { code: string } | undefined;
}

/** Every version of a layer, the newest first. */
export function History({ id, current, replaced, keeper }: Props) {
  const { t } = useCatalogue();
  const versions = useVersions(id);
  const queries = useQueryClient();
  const { data: me } = useMe();
  const items = versions.data?.pages.flatMap((page) => page.items ?? []) ?? [];
  return (
    <section className="part" aria-labelledby="history-heading">
      <h3 id="history-heading">{t("history.heading")}</h3>
      <Answer query={versions}>
        <ul className="rows">{items.map((v) => <Row key={v.version} version={v} />)}</ul>
        {versions.hasNextPage && <Button variant="secondary" fullWidth aria-disabled={versions.isFetchingNextPage} onClick={() => void versions.fetchNextPage()}>{t("more")}</Button>}
        {current !== undefined && replaced !== undefined && keeps(me, keeper) && <Suspense fallback={null}><Rollback key={current} id={id} current={current} replaced={replaced} done={() => queries.invalidateQueries({ queryKey: ["layer", id] })} /></Suspense>}
      </Answer>
    </section>
  );
}

function Row({ version: v }: { version: Version }) {
  const { t, count, time } = useCatalogue();
  return (
    <li className="row">
      <div className="row-text">
        <CatalogueLink to={{ layer: v.layer, version: v.version }}>{t("history.version", { version: v.version, time: time(v.imported_at) })}</CatalogueLink>
        <span><span className="tag" data-state={v.state}>{t(`state.${v.state}`)}</span> {t("catalogue.features", { count: v.feature_count, number: count(v.feature_count) })}{v.provenance.imported_for && ` · ${v.provenance.imported_for.name}`}</span>
      </div>
    </li>
  );
}
