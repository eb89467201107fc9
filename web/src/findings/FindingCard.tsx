import type { ReactNode } from "react";
import type { Finding } from "../api/queries";
import { useText } from "../i18n/useText";
import { useMap } from "../map/MapContext";
import { usePointed } from "../map/usePointed";
import { Contacts } from "./Contacts";
import { howFar } from "./howFar";
import { SeverityIcon } from "./severity";
import type { Highlight } from "./useHighlight";

interface Props {
  finding: Finding;
  highlight: Highlight;
  children?: ReactNode;
}

/** One finding: how serious, what, how far and which way, why, on what law, what next and who helps. */
export function FindingCard({ finding: f, highlight, children }: Props) {
  const { t, date } = useText();
  const { map } = useMap();
  const card = usePointed<HTMLElement>((pointed) => highlight(pointed ? f : null));
  const similar = f.similar_decisions ?? []; // checks that were kept before have none
  const id = `finding-${f.rule}-${f.layer ?? ""}-${f.feature_id ?? ""}`.replaceAll(/[^\w-]/g, "_");
  return (
    <article className={`finding finding-${f.severity}`} aria-labelledby={id} ref={card}>
      <p className="finding-severity"><SeverityIcon severity={f.severity} />{t(`severity.${f.severity}.word`)}</p>
      <h4 id={id}>{f.title}</h4>
      <Where finding={f} />
      <p>{f.why}</p>
      {f.reason && <p className="finding-reason">{t(`reason.${f.reason}`)}</p>}
      <dl>
        <Row label={t("finding.next")} value={f.next} />
        <Row label={t("finding.authority")} value={f.contacts?.some((c) => c.name === f.authority) ? "" : f.authority}>{(f.contacts?.length ?? 0) > 0 && <Contacts of={f} />}</Row>
        <Row label={t("finding.statute")} value={f.statute} />
        <Row label={t("finding.similar")}>{similar.length > 0 ? <ul>{similar.map((s) => <li key={s.id}>{s.title}, {date(s.day)}</li>)}</ul> : t("finding.noSimilar")}</Row>
        <Row label={t("finding.layer")} value={[f.layer_title, f.data_date && t("finding.dated", { date: date(f.data_date) })].filter(Boolean).join(", ")} />
      </dl>
      {(f.attributes?.length ?? 0) > 0 && (
        <details className="finding-attributes">
          <summary>{t("finding.attributes")}<span className="hidden-text">: {f.feature_title || f.title}</span></summary>
          <dl>{f.attributes?.map((a) => <Row key={a.name} label={a.label} value={a.text} />)}</dl>
        </details>
      )}
      {(f.looked?.length ?? 0) > 0 && <p className="hint">{t("finding.looked", { layers: [...new Set(f.looked?.map((l) => l.layer_title))].join(", ") })}</p>}
      {(f.more ?? 0) > 0 && <p className="hint">{t("finding.more", { count: f.more })}</p>}
      {map && f.feature_id && (
        <div className="actions actions-small">
          <button type="button" onClick={() => highlight(f, true)}>{t("finding.show")}<span className="hidden-text">: {f.feature_title || f.title}</span></button>
        </div>
      )}
      {children}
    </article>
  );
}

/** Distance and direction, or how much of the place the feature covers. */
function Where({ finding: f }: { finding: Finding }) {
  const text = useText();
  const how = howFar(f, text);
  if (!how) return null;
  const name = f.feature_title;
  return (
    <p className="finding-where">
      <b>{how}</b>
      {name && !f.title.includes(name) && <span>{name}</span>}
    </p>
  );
}

function Row({ label, value, children }: { label: string; value?: string; children?: ReactNode }) {
  if (!value && !children) return null;
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}{children}</dd>
    </div>
  );
}
