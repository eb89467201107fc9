import { howFar } from "../findings/howFar";
import { SeverityIcon } from "../findings/severity";
import { useChecks } from "../i18n/checks";
import { varies } from "./arrange";
import type { KindFinding, Required } from "./queries";
import { useKinds } from "./useKinds";

/** How many features are named. */
const named = 5;

interface Props {
  at: Required;
  /** On paper every feature is named. */
  all?: boolean;
}

/** What a rule says of a place: how severe, then each feature with its distance, or why it is not known, and for which kinds. */
export function Says({ at, all = false }: Props) {
  const { t, common } = useChecks();
  const mixed = varies(at) || new Set(at.findings.map((f) => f.severity)).size > 1;
  const lines = at.severity === "green" && !mixed ? [] : at.findings.filter((f, i) => at.findings.findIndex((other) => alike(f, other)) === i);
  const shown = all ? lines : lines.slice(0, Math.max(named, lines.findLastIndex((f) => f.status !== "found") + 1)); // what is not known is never left out
  const more = lines.length - shown.length + at.findings.reduce((sum, f) => sum + (f.more ?? 0), 0);
  return (
    <>
      <p className="finding-severity"><SeverityIcon severity={at.severity} />{common(`severity.${at.severity}.word`)}</p>
      {at.not_known && at.severity !== "unknown" && <p className="finding-severity"><SeverityIcon severity="unknown" />{t("requirements.partly")}</p>}
      {shown.length > 0 && <ul className="says">{shown.map((f, i) => <Line key={i} finding={f} mixed={mixed} />)}</ul>}
      {more > 0 && <p className="hint">{t("requirements.more", { count: more })}</p>}
    </>
  );
}

/** Whether two findings would be told in the same words: one thing may be two features, or of two layers. */
const alike = (a: KindFinding, b: KindFinding) =>
  a.severity === b.severity && a.feature_title === b.feature_title && a.distance_m === b.distance_m && a.overlap_share === b.overlap_share && a.reason === b.reason && String(a.kinds) === String(b.kinds) && String(a.needs) === String(b.needs);

function Line({ finding: f, mixed }: { finding: KindFinding; mixed: boolean }) {
  const { common, t, distance, share } = useChecks();
  const { nameOf, questionOf } = useKinds();
  const how = howFar(f, { t: common, distance, share });
  const kinds = mixed && (f.kinds?.length ?? 0) > 0 ? f.kinds?.map(nameOf).join(", ") : "";
  return (
    <li>
      {mixed && <><SeverityIcon severity={f.severity} /><span className="hidden-text">{common(`severity.${f.severity}.word`)}: </span></>}
      <span>
        {how && <b>{how}</b>}{how && f.feature_title && " "}{f.feature_title}
        {f.reason && common(`reason.${f.reason}`)}
        {(f.needs?.length ?? 0) > 0 && ` ${t("requirements.needs")} ${f.needs?.map(questionOf).join(" ") ?? ""}`}
        {f.severity === "green" && common("severity.green.word")}
        {kinds && <span className="says-kinds">{kinds}</span>}
      </span>
    </li>
  );
}
