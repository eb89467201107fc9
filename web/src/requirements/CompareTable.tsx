import type { Highlight } from "../findings/useHighlight";
import { useChecks } from "../i18n/checks";
import { useMap } from "../map/MapContext";
import { usePointed } from "../map/usePointed";
import { Concerns } from "./Concerns";
import { Facts } from "./Facts";
import { Letter } from "./Letter";
import { Says } from "./Says";
import type { Required, Requirement, Requirements } from "./queries";

interface Props {
  of: Requirements;
  requirements: Requirement[];
  caption: string;
  /** Of either place. */
  highlights: readonly [Highlight, Highlight];
}

const letters = ["A", "B"] as const;

/** What each rule says of two places beside each other; where there is no room, beneath each other. */
export function CompareTable({ of, requirements, caption, highlights }: Props) {
  const { t } = useChecks();
  return (
    <table className="compare">
      <caption className="hidden-text">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t("requirements.what")}</th>
          {letters.map((letter) => <th key={letter} scope="col"><Letter of={letter} />{t(`requirements.place.${letter}`)}</th>)}
        </tr>
      </thead>
      <tbody>
        {requirements.map((r) => (
          <tr key={r.rule} data-differs={r.differs.length > 0 || undefined}>
            <th scope="row">
              <span className="compare-title">{r.title}</span>
              {r.differs.length > 0 && <span className="tag">{t("requirements.differs")}</span>}
              <Concerns of={of} requirement={r} />
              <details><summary>{t("requirements.facts")}<span className="hidden-text">: {r.title}</span></summary><Facts requirement={r} /></details>
            </th>
            {r.places.map((at, i) => <Cell key={i} at={at} title={r.title} letter={i === 0 ? "A" : "B"} highlight={highlights[i === 0 ? 0 : 1]} />)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell({ at, title, letter, highlight }: { at: Required; title: string; letter: "A" | "B"; highlight: Highlight }) {
  const { t, common } = useChecks();
  const { map } = useMap();
  const nearest = at.findings.find((f) => f.feature_id);
  const cell = usePointed<HTMLTableCellElement>((pointed) => highlight(pointed && nearest ? nearest : null));
  const name = t(`requirements.place.${letter}`);
  return (
    <td className={`compare-${at.severity}`} ref={cell}>
      <p className="compare-letter"><Letter of={letter} />{name}</p>
      <Says at={at} />
      {map && nearest && <div className="actions actions-small"><button type="button" onClick={() => highlight(nearest, true)}>{common("finding.show")}<span className="hidden-text">: {name}, {title}</span></button></div>}
    </td>
  );
}
