import { useEffect } from "react";
import { Button, IconArrowLeft, IconPrint } from "suomifi-ui-components";
import { begin } from "../address/address";
import { store, useAddress } from "../address/store";
import { Select } from "../form/Field";
import { useChecks } from "../i18n/checks";
import { CopyLink } from "../place/CopyLink";
import { setDrawn } from "../place/drawn";
import { Top } from "../shell/Top";
import { Places } from "./Places";
import { Results } from "./Results";
import { useKinds } from "./useKinds";

/** Everything that applies at a place, or at two beside each other, without any project. */
export function RequirementsView() {
  const { t } = useChecks();
  const place = useAddress((s) => s.place);
  const other = useAddress((s) => s.other);
  const broken = useAddress((s) => s.brokenPlace);
  const { kind, kinds, known } = useKinds();
  useWide(other !== null);
  return (
    <section className="requirements" aria-labelledby="requirements-heading">
      <Top id="requirements-heading" heading={t("requirements.heading")}>
        <button type="button" className="back" onClick={() => store.set(begin("place"), true)}><IconArrowLeft aria-hidden="true" />{t("requirements.back")}</button>
      </Top>
      <Broken broken={broken} />
      {!place && <p className="intro">{t("requirements.intro")}</p>}
      <Select id="requirements-kind" label={t("requirements.kind")} value={kind ?? ""} onChange={(value) => store.set({ kind: value || null }, true)}>
        <option value="">{t("requirements.all")}</option>
        {kinds.map((k) => <option key={k.value} value={k.value}>{k.label}</option>)}
      </Select>
      <Places />
      {place && (
        <>
          <div className="actions">
            <CopyLink key={JSON.stringify([place, other, kind])} />
            <Button id="requirements-print" variant="secondary" icon={<IconPrint />} onClick={() => store.set({ part: "sheet" }, true)}>{t("requirements.print")}</Button>
          </div>
          <Results place={place} other={other} kind={kind} known={known} />
        </>
      )}
    </section>
  );
}

function Broken({ broken }: { broken: boolean }) {
  const { common } = useChecks();
  return broken && <p className="note note-error" role="alert">{common("place.broken")}</p>;
}

/** Two places beside each other want room; the tools put the page's own place again when the view is left. */
function useWide(wide: boolean): void {
  useEffect(() => {
    document.documentElement.toggleAttribute("data-wide", wide);
    return () => void document.documentElement.toggleAttribute("data-wide", false);
  }, [wide]);
  useEffect(() => () => setDrawn({ target: "place", tool: null, sketch: null }), []);
}
