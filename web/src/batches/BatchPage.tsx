import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { IconArrowLeft, IconDownload } from "suomifi-ui-components";
import { Problem } from "../api/problem";
import { SeverityIcon, severities } from "../findings/severity";
import { Confirm } from "../form/Confirm";
import { useChecks } from "../i18n/checks";
import { ProgressBar } from "../imports/ProgressBar";
import { duration } from "../imports/amounts";
import { lang } from "../page/config";
import { announce } from "../shell/Announcer";
import { Answer } from "../shell/Answer";
import { Top } from "../shell/Top";
import { SignInWays } from "../who/SignInView";
import { mine, useMe } from "../who/queries";
import { BatchLink, openBatch } from "./BatchLink";
import { PlacesPart } from "./PlacesPart";
import { type Batch, type Shown, cancelBatch, deleteBatch, isUnderWay, useBatch } from "./queries";
import { useBatchOnMap } from "./useBatchOnMap";

/** A check of many places: how far it is, what it has found, on the map and in a list, and its files. */
export function BatchPage({ id }: { id: string }) {
  const { t } = useChecks();
  const me = useMe();
  const found = useBatch(id);
  const batch = found.data;
  const state = batch?.state;
  const before = useRef(state);
  useEffect(() => {
    if (state && before.current && before.current !== state) announce(t(`batches.announce.${state}`));
    before.current = state;
  }, [state, t]);
  const status = found.error instanceof Problem ? found.error.status : 0;
  return (
    <section aria-labelledby="batch-heading">
      <Top id="batch-heading" heading={batch?.name || t("batches.heading")} focusOn={id}>
        <BatchLink className="back"><IconArrowLeft aria-hidden="true" />{t("batches.heading")}</BatchLink>
      </Top>
      {me.data && !me.data.signed_in ? <><p className="intro">{t("batches.signIn")}</p><SignInWays /></> : (
        <Answer query={found}>
          {status === 404 && <p className="note">{t("batches.notThere")}</p>}
          {batch && <Known batch={batch} />}
        </Answer>
      )}
    </section>
  );
}

function Known({ batch: b }: { batch: Batch }) {
  const { t, time, count, date } = useChecks();
  const queries = useQueryClient();
  const [shown, setShown] = useState<Shown>("");
  const { chosen, show } = useBatchOnMap(b);
  const again = () => queries.invalidateQueries({ queryKey: [mine] });
  const underWay = isUnderWay(b.state);
  return (
    <>
      <p className="tag" data-state={b.state === "done" || b.state === "failed" || b.state === "cancelled" ? b.state : "waiting"}>{t(`batches.state.${b.state}`)}</p>
      {underWay && <UnderWay batch={b} />}
      {b.failure && <div className="note note-error"><p>{b.failure.detail}</p></div>}
      {b.changes.length > 0 && <p className="note">{t("batches.changed", { row: b.changes[0]?.row })}</p>}
      {b.unread.length > 0 && <p className="note">{t("batches.unread", { names: b.unread.join(", ") })}</p>}
      <Summary batch={b} shown={shown} choose={setShown} />
      <Unasked batch={b} />
      <div className="actions actions-small">
        {(["xlsx", "geojson"] as const).map((format) => (
          <a key={format} href={`${b.export}?format=${format}&lang=${lang}`} download><IconDownload aria-hidden="true" />{t(`batches.download.${format}`)}</a>
        ))}
      </div>
      <PlacesPart batch={b} shown={shown} setShown={setShown} chosen={chosen} show={show} />
      <details className="run-basis">
        <summary>{t("batches.about")}</summary>
        <p className="hint">{t("batches.made", { time: time(b.created_at), date: date(b.expires_at) })}</p>
        {b.basis && <p className="hint">{t("batches.basis", { day: date(b.basis.day), rules: count(b.basis.rules.length), layers: count(b.basis.layers.length), engine: b.basis.engine })}</p>}
        {b.basis && <ul className="batch-faults">{b.basis.layers.map((l) => <li key={l.layer}>{l.layer_title}{l.data_date && ` · ${date(l.data_date)}`}</li>)}</ul>}
      </details>
      <div className="actions actions-small">
        {underWay && <Confirm label={t("batches.cancel")} of={b.name} question={t("batches.cancelQuestion")} yes={t("batches.cancel")} act={async () => { await cancelBatch(b.id); await again(); }} />}
        <Confirm label={t("batches.delete")} of={b.name} question={t("batches.deleteQuestion")} yes={t("batches.delete")} act={async () => {
          await deleteBatch(b.id);
          announce(t("batches.deleted"));
          openBatch(null);
        }} />
      </div>
    </>
  );
}

/** How far it is, in numbers, with the time left. Leaving the page stops nothing. */
function UnderWay({ batch: b }: { batch: Batch }) {
  const { t, count } = useChecks();
  const words = [t("batches.progress", { done: count(b.done), total: count(b.total) }), b.seconds_left !== undefined && t("batches.left", { time: duration(b.seconds_left, lang) })].filter(Boolean).join(" · ");
  return (
    <>
      <ProgressBar label={t("batches.progressLabel")} done={b.done} all={b.total} words={words} />
      <p className="hint">{t("batches.leave")}</p>
    </>
  );
}

/** Rules that say nothing of any place, because the kind of the project was not told. */
function Unasked({ batch: b }: { batch: Batch }) {
  const { t } = useChecks();
  const rules = new Map([b.basis, ...b.changes.map((c) => c.basis)].flatMap((basis) => (basis?.unasked ?? []).map((u) => [u.rule, u.title] as const)));
  if (rules.size === 0) return null;
  return (
    <details className="finding-group">
      <summary>{t("batches.unasked", { count: rules.size })}</summary>
      <p className="hint">{t("batches.unaskedHint")}</p>
      <ul>{[...rules].map(([rule, title]) => <li key={rule}>{title}</li>)}</ul>
    </details>
  );
}

interface SummaryProps {
  batch: Batch;
  shown: Shown;
  choose: (shown: Shown) => void;
}

/** How many places there are of each severity; pressing one lists those alone. */
function Summary({ batch: b, shown, choose }: SummaryProps) {
  const { t, count } = useChecks();
  return (
    <div className="batch-summary" role="group" aria-label={t("batches.summary")}>
      {severities.map((s) => (
        <button type="button" key={s} aria-pressed={shown === s} onClick={() => choose(shown === s ? "" : s)}>
          <SeverityIcon severity={s} /><b>{count(b.counts[s])}</b><span>{t(`batches.worst.${s}`)}</span>
        </button>
      ))}
      {b.faulty > 0 && (
        <button type="button" aria-pressed={shown === "faulty"} onClick={() => choose(shown === "faulty" ? "" : "faulty")}>
          <span className="batch-faulty" aria-hidden="true">×</span><b>{count(b.faulty)}</b><span>{t("batches.worst.faulty")}</span>
        </button>
      )}
    </div>
  );
}
