import type { Geometry } from "geojson";
import { useEffect, useMemo } from "react";
import { Button, Heading, LoadingSpinner } from "suomifi-ui-components";
import { begin } from "../address/address";
import { store, useAddress } from "../address/store";
import { Problem } from "../api/problem";
import { SeverityIcon, severities } from "../findings/severity";
import { useHighlight } from "../findings/useHighlight";
import { useChecks } from "../i18n/checks";
import { tell } from "../plan/usePlan";
import { announce } from "../shell/Announcer";
import { Basis } from "./Basis";
import { CompareTable } from "./CompareTable";
import { Letter } from "./Letter";
import { RequirementRow } from "./RequirementRow";
import { type Arranged, type Group, type Waiting, arranged } from "./arrange";
import { type Requirements, useRequirements } from "./queries";
import { useKinds } from "./useKinds";

interface Props {
  place: Geometry;
  other: Geometry | null;
  kind: string | null;
  /** It is known which kind is meant. */
  known: boolean;
}

/** What applies at the places: how much of it, then subject by subject. */
export function Results({ place, other, kind, known }: Props) {
  const { t } = useChecks();
  const differing = useAddress((s) => s.differing);
  const asked = useRequirements(place, other, kind, known);
  const told = useMemo(() => asked.data && arranged(asked.data, differing), [asked.data, differing]);
  useAnnounced(asked.data);
  return (
    <section className="findings" aria-labelledby="requirements-results">
      <div className="findings-top"><Heading variant="h3" id="requirements-results">{other ? t("requirements.resultsTwo") : t("requirements.results")}</Heading></div>
      {asked.isPending && <LoadingSpinner status="loading" variant="small" text={t("requirements.waiting")} />}
      {asked.error && <Failed error={asked.error} two={other !== null} again={() => void asked.refetch()} />}
      {asked.data && told && (
        <>
          <Summaries of={asked.data} />
          <p className="hint">{t("requirements.note")}</p>
          {other && <Filter of={asked.data} told={told} />}
          {asked.data.requirements.length === 0 && <p className="note">{t("requirements.none")}</p>}
          <Told of={asked.data} told={told} places={other ? [place, other] : [place]} kind={kind} />
          <Basis of={asked.data} />
        </>
      )}
    </section>
  );
}

/** Says once that it has come. */
function useAnnounced(found: Requirements | undefined): void {
  const { t } = useChecks();
  useEffect(() => {
    if (!found) return;
    const [first, second] = found.places;
    if (second) announce(t("requirements.announceTwo", { count: differences(found) }));
    else if (first) announce(t("requirements.announce", { red: first.summary.red, amber: first.summary.amber, unknown: first.summary.unknown, green: first.summary.green }));
  }, [found, t]);
}

const differences = (found: Requirements) => found.requirements.filter((r) => r.differs.length > 0).length;

/** How many rules are how severe, at each place. */
function Summaries({ of }: { of: Requirements }) {
  const { t, common } = useChecks();
  return (
    <div className="requirements-summaries">
      {of.places.map(({ summary }, i) => (
        <div key={i}>
          {of.places.length > 1 && <p className="requirements-letter"><Letter of={i === 0 ? "A" : "B"} />{t(`requirements.place.${i === 0 ? "A" : "B"}`)}</p>}
          <ul className="summary">
            {severities.map((severity) => (
              <li key={severity} className={`summary-${severity}`}><SeverityIcon severity={severity} /><span><b>{summary[severity]}</b>{" "}<span>{common(`severity.${severity}.short`)}</span></span></li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

/** Of two places, only what differs. */
function Filter({ of, told }: { of: Requirements; told: Arranged }) {
  const { t } = useChecks();
  const differing = useAddress((s) => s.differing);
  const count = differences(of);
  return (
    <div className="requirements-filter">
      <p>{count > 0 ? t("requirements.differences", { count }) : t("requirements.same")}</p>
      <label className="choice"><input type="checkbox" checked={differing} onChange={(e) => store.set({ differing: e.target.checked })} /><span>{t("requirements.differing")}</span></label>
      <p className="hint" role="status">{differing && told.alike > 0 ? t("requirements.alike", { count: told.alike }) : ""}</p>
    </div>
  );
}

interface ToldProps {
  of: Requirements;
  told: Arranged;
  places: Geometry[];
  kind: string | null;
}

function Told({ of, told, places, kind }: ToldProps) {
  return (
    <>
      {told.groups.map((group) => <Subject key={group.subject} of={of} group={group} places={places} />)}
      {told.waiting.length > 0 && <WaitingPart of={of} waiting={told.waiting} kind={kind} />}
    </>
  );
}

/** What applies of one subject. What is well is folded: it is seldom read, but never left out. */
function Subject({ of, group, places }: { of: Requirements; group: Group; places: Geometry[] }) {
  const { t } = useChecks();
  const highlight = useHighlight();
  const highlightOther = useHighlight(places[1]);
  const id = `requirements-${group.subject}`;
  const rows = (all: Group["open"], caption: string) =>
    of.places.length > 1
      ? <CompareTable of={of} requirements={all} caption={caption} highlights={[highlight, highlightOther]} />
      : <ul className="cards">{all.map((r) => <li key={r.rule}><RequirementRow of={of} requirement={r} highlight={highlight} /></li>)}</ul>;
  const title = t(`requirements.subject.${group.subject}`);
  const well = t("requirements.well", { count: group.well.length });
  return (
    <section className="requirements-subject" aria-labelledby={id}>
      <h4 id={id}>{title}</h4>
      {group.open.length > 0 && rows(group.open, title)}
      {group.well.length > 0 && (
        <details className="finding-group group-green">
          <summary><SeverityIcon severity="green" /><span>{well}</span></summary>
          {rows(group.well, `${title}: ${well}`)}
        </details>
      )}
    </section>
  );
}

/** What only answers about the project would tell, and the way to give them. */
function WaitingPart({ of, waiting, kind }: { of: Requirements; waiting: Waiting[]; kind: string | null }) {
  const { t } = useChecks();
  const { nameOf, questionOf } = useKinds();
  const go = (kinds: string[]) => {
    const only = kind ?? (kinds.length === 1 ? kinds[0] : undefined);
    if (only) tell("kind", only);
    store.set({ ...begin("place"), check: true }, true);
  };
  return (
    <section className="requirements-subject" aria-labelledby="requirements-waiting">
      <h4 id="requirements-waiting">{t("requirements.waitingFor")}</h4>
      <p className="hint">{t("requirements.waitingForHint")}</p>
      {waiting.map((w) => {
        const kinds = w.kinds.length > 0 ? w.kinds.map(nameOf).join(", ") : t("requirements.all");
        return (
          <div key={`${String(w.kinds)} ${String(w.needs)}`} className="finding finding-unknown">
            <p className="finding-severity"><SeverityIcon severity="unknown" />{kinds}</p>
            <ul className="requirements-titles">{w.of.map((r) => <li key={r.rule}>{r.title}</li>)}</ul>
            <p>{t("requirements.needs")}</p>
            <ul className="requirements-titles">{w.needs.map((id) => <li key={id}>{questionOf(id)}</li>)}</ul>
            {of.places.length === 1 && <div className="actions actions-small"><button type="button" onClick={() => go(w.kinds)}>{t("requirements.answer")}<span className="hidden-text">: {kinds}</span></button></div>}
          </div>
        );
      })}
    </section>
  );
}

/** Of two places, the one in which something is wrong. */
const placeOf = (pointer?: string) => (pointer?.startsWith("/places/0") ? "A" : pointer?.startsWith("/places/1") ? "B" : null);

/** Why it could not be told, in the service's own words. */
function Failed({ error, two, again }: { error: Error; two: boolean; again: () => void }) {
  const { t } = useChecks();
  const problem = error instanceof Problem ? error : null;
  return (
    <div className="note note-error" role="alert">
      <p><b>{problem?.title || t("requirements.failed")}</b></p>
      {problem && problem.faults.length === 0 && <p>{problem.message}</p>}
      {problem && problem.faults.length > 0 && <ul>{problem.faults.map((f) => <li key={f.detail}>{two && placeOf(f.pointer) && <b>{t(`requirements.place.${placeOf(f.pointer) ?? "A"}`)}: </b>}{f.detail}</li>)}</ul>}
      <p>{t("requirements.kept")}</p>
      <Button variant="secondary" onClick={again}>{t("requirements.again")}</Button>
    </div>
  );
}
