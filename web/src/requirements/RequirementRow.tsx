import type { Highlight } from "../findings/useHighlight";
import { useChecks } from "../i18n/checks";
import { useMap } from "../map/MapContext";
import { usePointed } from "../map/usePointed";
import { Concerns } from "./Concerns";
import { Facts } from "./Facts";
import { Says } from "./Says";
import type { Requirement, Requirements } from "./queries";

interface Props {
  of: Requirements;
  requirement: Requirement;
  highlight: Highlight;
}

/** What one rule says of the place. Pointed at, the nearest that it found is lit on the map. */
export function RequirementRow({ of, requirement: r, highlight }: Props) {
  const { common } = useChecks();
  const { map } = useMap();
  const at = r.places[0];
  const nearest = at?.findings.find((f) => f.feature_id);
  const row = usePointed<HTMLElement>((pointed) => highlight(pointed && nearest ? nearest : null));
  const id = `requirement-${r.rule}`;
  if (!at) return null;
  return (
    <article className={`finding finding-${at.severity}`} aria-labelledby={id} ref={row}>
      <h5 id={id}>{r.title}</h5>
      <Says at={at} />
      <Concerns of={of} requirement={r} />
      <Facts requirement={r} />
      {map && nearest && <div className="actions actions-small"><button type="button" onClick={() => highlight(nearest, true)}>{common("finding.show")}<span className="hidden-text">: {r.title}</span></button></div>}
    </article>
  );
}
