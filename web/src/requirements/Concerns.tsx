import { useChecks } from "../i18n/checks";
import { kindsOf } from "./arrange";
import type { Requirement, Requirements } from "./queries";
import { useKinds } from "./useKinds";

/** Which kinds of project a rule is about, where it was asked for more than one. */
export function Concerns({ of, requirement }: { of: Requirements; requirement: Requirement }) {
  const { t } = useChecks();
  const { nameOf } = useKinds();
  if (of.kinds.length < 2) return null;
  const kinds = kindsOf(requirement);
  return <p className="requirement-kinds">{kinds ? t("requirements.concerns", { kinds: kinds.map(nameOf).join(", ") }) : t("requirements.everyone")}</p>;
}
