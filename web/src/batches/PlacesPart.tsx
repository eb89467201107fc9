import type { Geometry } from "geojson";
import { useState } from "react";
import { Button, IconMapLocation } from "suomifi-ui-components";
import { begin } from "../address/address";
import { store } from "../address/store";
import { SeverityIcon, severities } from "../findings/severity";
import { Select } from "../form/Field";
import { useAction } from "../form/useAction";
import { useChecks } from "../i18n/checks";
import { useMap } from "../map/MapContext";
import type { Answers } from "../plan/answers";
import { Answer, ProblemNote } from "../shell/Answer";
import { type Batch, type Place, type Shown, fetchPlace, usePlaces } from "./queries";
import { cardId } from "./useBatchOnMap";

interface Props {
  batch: Batch;
  shown: Shown;
  setShown: (shown: Shown) => void;
  chosen: number | null;
  show: (row: number) => void;
}

/** The places as a list, by the worst that was found or by a rule. */
export function PlacesPart({ batch, shown, setShown, chosen, show }: Props) {
  const { t } = useChecks();
  const [rule, setRule] = useState("");
  const places = usePlaces(batch, shown, rule);
  const items = places.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="part" aria-labelledby="batch-places-heading">
      <h3 id="batch-places-heading">{t("batches.places")}</h3>
      <div className="batch-filters">
        <Select id="batch-shown" label={t("batches.show")} value={shown} onChange={(value) => setShown(([...severities, "faulty"] as const).find((s) => s === value) ?? "")}>
          <option value="">{t("batches.all")}</option>
          {([...severities, "faulty"] as const).map((s) => <option key={s} value={s}>{t(`batches.worst.${s}`)}</option>)}
        </Select>
        {batch.rules.length > 0 && (
          <Select id="batch-rule" label={t("batches.rule")} value={rule} onChange={setRule}>
            <option value="">{t("batches.anyRule")}</option>
            {batch.rules.map((r) => <option key={r.rule} value={r.rule}>{r.title} ({r.red + r.amber + r.unknown})</option>)}
          </Select>
        )}
      </div>
      <Answer query={places}>
        {places.data && items.length === 0 && <p className="note">{t("batches.noPlaces")}</p>}
        <ul className="cards">{items.map((p) => <li key={p.row}><Card batch={batch} place={p} chosen={chosen === p.row} show={() => show(p.row)} /></li>)}</ul>
        {places.hasNextPage && <Button variant="secondary" fullWidth aria-disabled={places.isFetchingNextPage} onClick={() => void places.fetchNextPage()}>{t("more")}</Button>}
      </Answer>
    </section>
  );
}

interface CardProps {
  batch: Batch;
  place: Place;
  chosen: boolean;
  show: () => void;
}

function Card({ batch, place: p, chosen, show }: CardProps) {
  const { t, common } = useChecks();
  const { map } = useMap();
  const titles = new Map(batch.rules.map((r) => [r.rule, r.title]));
  const found = [...p.found.red, ...p.found.amber].map((rule) => titles.get(rule)).filter((title) => title !== undefined);
  const name = p.name || t("batches.rowNumber", { row: p.row });
  const { run, busy, problem } = useAction(async () => {
    const whole = await fetchPlace(batch.id, p.row);
    await store.setPlan(whole.answers as Answers);
    await store.setPlace(whole.geometry as unknown as Geometry, { ...begin("place"), check: true });
  });
  return (
    <article className="card batch-place" id={cardId(p.row)} tabIndex={-1} data-chosen={chosen} aria-label={name}>
      <h4>{name}</h4>
      <p className="hint">{t("batches.rowNumber", { row: p.row })}</p>
      {p.severity && (
        <p className="batch-worst"><SeverityIcon severity={p.severity} /><b>{common(`severity.${p.severity}.word`)}</b>
          <span>{severities.filter((s) => p.counts[s] > 0 && s !== "green").map((s) => `${p.counts[s]} ${common(`severity.${s}.short`)}`).join(", ")}</span></p>
      )}
      {p.fault && <p className="note">{p.fault.detail}</p>}
      {!p.fault && !p.severity && <p className="hint">{t("batches.notYet")}</p>}
      {found.length > 0 && <ul className="batch-faults">{found.slice(0, 4).map((title) => <li key={title}>{title}</li>)}{found.length > 4 && <li>{t("batches.moreFound", { count: found.length - 4 })}</li>}</ul>}
      {problem && <ProblemNote problem={problem} />}
      {p.point && (
        <div className="actions actions-small">
          <button type="button" aria-disabled={busy} onClick={() => void run()}>{t("batches.open")}<span className="hidden-text">: {name}</span></button>
          {map && <button type="button" onClick={show}><IconMapLocation aria-hidden="true" />{common("place.show")}<span className="hidden-text">: {name}</span></button>}
        </div>
      )}
    </article>
  );
}
