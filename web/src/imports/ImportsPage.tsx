import { Button } from "suomifi-ui-components";
import { Back } from "../catalogue/Back";
import { CatalogueLink } from "../catalogue/CatalogueLink";
import { isRegistrar } from "../catalogue/registrar";
import { useCatalogue } from "../i18n/catalogue";
import { Answer } from "../shell/Answer";
import { Top } from "../shell/Top";
import { useMe } from "../who/queries";
import { SignInWays } from "../who/SignInView";
import { NewImport } from "./NewImport";
import { type Import, useImports } from "./queries";
import { UploadCard } from "./UploadCard";
import { useUploads } from "./uploads";

/** Where registrars import layers, and see how earlier imports went. */
export function ImportsPage() {
  const { t, common } = useCatalogue();
  const me = useMe();
  const uploads = useUploads();
  const may = isRegistrar(me.data);
  return (
    <section aria-labelledby="imports-heading">
      <Top id="imports-heading" heading={t("imports.heading")} focusOn="imports"><Back to={{}}>{common("layers.heading")}</Back></Top>
      <Answer query={me}>
        {me.data && !me.data.signed_in && <><p className="intro">{t("imports.signIn")}</p><SignInWays /></>}
        {me.data?.signed_in && !may && <p className="note">{t("imports.notYours")}</p>}
        {me.data && may && (
          <>
            <p className="intro">{t("imports.intro")}</p>
            <NewImport me={me.data} />
            {uploads.length > 0 && (
              <section className="part" aria-labelledby="uploads-heading">
                <h3 id="uploads-heading">{t("imports.sending")}</h3>
                <ul className="cards">{uploads.map((u) => <li key={u.key} className="card upload"><UploadCard upload={u} /></li>)}</ul>
              </section>
            )}
            <List />
          </>
        )}
      </Answer>
    </section>
  );
}

function List() {
  const { t } = useCatalogue();
  const imports = useImports();
  const items = imports.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="part" aria-labelledby="list-of-imports">
      <h3 id="list-of-imports">{t("imports.list")}</h3>
      <Answer query={imports}>
        {imports.data && items.length === 0 && <p className="hint">{t("imports.none")}</p>}
        <ul className="rows">{items.map((i) => <Row key={i.id} item={i} />)}</ul>
        {imports.hasNextPage && <Button variant="secondary" fullWidth aria-disabled={imports.isFetchingNextPage} onClick={() => void imports.fetchNextPage()}>{t("more")}</Button>}
      </Answer>
    </section>
  );
}

function Row({ item }: { item: Import }) {
  const { t, time, count } = useCatalogue();
  return (
    <li className="row">
      <div className="row-text">
        <CatalogueLink to={{ part: "imports", imported: item.id }}>{item.name}</CatalogueLink>
        <span><span className="tag" data-state={item.state}>{t(`import.state.${item.state}`)}</span>{time(item.created_at)}</span>
        <span>{[item.scheduled && t("import.scheduled"), item.progress.read > 0 && t("catalogue.features", { count: item.progress.read, number: count(item.progress.read) })].filter(Boolean).join(" · ")}</span>
      </div>
    </li>
  );
}
