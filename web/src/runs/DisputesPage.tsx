import { useState } from "react";
import { Button } from "suomifi-ui-components";
import { Back } from "../catalogue/Back";
import { isRegistrar } from "../catalogue/registrar";
import { Select } from "../form/Field";
import { useChecks } from "../i18n/checks";
import { useMap } from "../map/MapContext";
import { Answer } from "../shell/Answer";
import { Top } from "../shell/Top";
import { SignInWays } from "../who/SignInView";
import { useMe } from "../who/queries";
import { DisputeCard } from "./DisputeCard";
import { type State, states, useDisputes } from "./queries";
import { useDisputesOnMap } from "./useDisputesOnMap";

/** Where registrars see what is held to be wrong in the layers that their authority keeps, and answer. */
export function DisputesPage() {
  const { t, common } = useChecks();
  const me = useMe();
  const may = isRegistrar(me.data);
  return (
    <section aria-labelledby="disputes-heading">
      <Top id="disputes-heading" heading={t("disputes.heading")} focusOn="disputes"><Back to={{}}>{common("layers.heading")}</Back></Top>
      <Answer query={me}>
        {me.data && !me.data.signed_in && <><p className="intro">{t("disputes.signIn")}</p><SignInWays /></>}
        {me.data?.signed_in && !may && <p className="note">{t("disputes.notYours")}</p>}
        {me.data && may && <><p className="intro">{t("disputes.intro")}</p><List /></>}
      </Answer>
    </section>
  );
}

function List() {
  const { t } = useChecks();
  const { map } = useMap();
  const [state, setState] = useState<State | null>("open");
  const disputes = useDisputes(state);
  const items = disputes.data?.pages.flatMap((page) => page.features) ?? [];
  const { chosen, show } = useDisputesOnMap(items);
  return (
    <>
      <Select id="disputes-state" label={t("disputes.show")} value={state ?? ""} onChange={(v) => setState(states.find((s) => s === v) ?? null)}>
        {states.map((s) => <option key={s} value={s}>{t(`disputes.state.${s}`)}</option>)}
        <option value="">{t("disputes.all")}</option>
      </Select>
      <Answer query={disputes}>
        {disputes.data && items.length === 0 && <p className="note">{t("disputes.none")}</p>}
        {map && items.length > 0 && <p className="hint">{t("disputes.onMap")}</p>}
        <ul className="cards">{items.map((d) => <li key={d.id}><DisputeCard dispute={d} chosen={chosen === d.id} show={() => show(d.id)} /></li>)}</ul>
        {disputes.hasNextPage && <Button variant="secondary" fullWidth aria-disabled={disputes.isFetchingNextPage} onClick={() => void disputes.fetchNextPage()}>{t("more")}</Button>}
      </Answer>
    </>
  );
}
