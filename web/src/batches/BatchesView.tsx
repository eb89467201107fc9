import { IconArrowLeft, IconChevronRight } from "suomifi-ui-components";
import { begin } from "../address/address";
import { store } from "../address/store";
import { SeverityIcon, severities } from "../findings/severity";
import { useChecks } from "../i18n/checks";
import { Answer } from "../shell/Answer";
import { Top } from "../shell/Top";
import { SignInWays } from "../who/SignInView";
import { useMe } from "../who/queries";
import { BatchLink } from "./BatchLink";
import { BatchPage } from "./BatchPage";
import { NewBatch } from "./NewBatch";
import { type Batch, useBatches } from "./queries";

/** Checks of many places: all of one's own and a new one, or one of them. */
export function BatchesView({ batch }: { batch: string | null }) {
  return batch ? <BatchPage key={batch} id={batch} /> : <All />;
}

function All() {
  const { t } = useChecks();
  const me = useMe();
  const signedIn = me.data?.signed_in ?? false;
  const batches = useBatches(signedIn);
  const items = batches.data?.items ?? [];
  return (
    <section aria-labelledby="batches-heading">
      <Top id="batches-heading" heading={t("batches.heading")} focusOn="batches">
        <button type="button" className="back" onClick={() => store.set(begin("place"), true)}><IconArrowLeft aria-hidden="true" />{t("batches.back")}</button>
      </Top>
      <Answer query={me}>
        {me.data && !signedIn && <><p className="intro">{t("batches.signIn")}</p><SignInWays /></>}
        {signedIn && (
          <>
            <p className="intro">{t("batches.intro")}</p>
            <NewBatch />
            <section className="part" aria-labelledby="own-batches-heading">
              <h3 id="own-batches-heading">{t("batches.own")}</h3>
              <Answer query={batches}>
                {batches.data && items.length === 0 && <p className="note">{t("batches.none")}</p>}
                <ul className="steps">{items.map((b) => <li key={b.id}><Row batch={b} /></li>)}</ul>
              </Answer>
            </section>
          </>
        )}
      </Answer>
    </section>
  );
}

function Row({ batch: b }: { batch: Batch }) {
  const { t, time, count } = useChecks();
  return (
    <BatchLink batch={b.id}>
      <span>
        <b>{b.name || t("batches.unnamed")}</b>
        <span>{t("batches.row", { state: t(`batches.state.${b.state}`), count: b.total, time: time(b.created_at) })}</span>
        <span className="batch-counts">
          {severities.filter((s) => b.counts[s] > 0).map((s) => <span key={s}><SeverityIcon severity={s} />{count(b.counts[s])}<span className="hidden-text"> {t(`batches.worst.${s}`)}</span></span>)}
        </span>
      </span>
      <IconChevronRight aria-hidden="true" />
    </BatchLink>
  );
}
