import { type FormEvent, useId, useState } from "react";
import { Button, IconUpload } from "suomifi-ui-components";
import { open } from "../catalogue/CatalogueLink";
import { registries } from "../catalogue/registrar";
import { Field, Select } from "../form/Field";
import { FaultList } from "../form/FaultList";
import { faultless, faultsOf, fieldId } from "../form/faults";
import { useAction } from "../form/useAction";
import { useCatalogue } from "../i18n/catalogue";
import { type Me } from "../who/queries";
import { startImport } from "./queries";
import { send, unfinished } from "./uploads";

/** A file or an address is given; in whose office where there are several. */
export function NewImport({ me }: { me: Me }) {
  const { t } = useCatalogue();
  const offices = registries(me);
  const [authority, setAuthority] = useState(offices[0]?.code ?? "");
  return (
    <>
      {offices.length > 1 && (
        <Select id="import-authority" label={t("imports.authority")} value={authority} onChange={setAuthority}>
          {offices.map((o) => <option key={o.code} value={o.code}>{o.name}</option>)}
        </Select>
      )}
      <section className="part" aria-labelledby="file-heading">
        <h3 id="file-heading">{t("imports.file")}</h3>
        <FileDrop authority={authority} />
      </section>
      <section className="part" aria-labelledby="address-heading">
        <h3 id="address-heading">{t("imports.address")}</h3>
        <AddressForm authority={authority} />
      </section>
    </>
  );
}

/** Files are dropped here, or chosen. */
function FileDrop({ authority }: { authority: string }) {
  const { t } = useCatalogue();
  const [over, setOver] = useState(false);
  const [left] = useState(() => {
    try {
      return unfinished(localStorage);
    } catch {
      return []; // a browser that keeps nothing
    }
  });
  const hint = useId();
  return (
    <>
      {left.length > 0 && <p className="note">{t("imports.unfinished", { names: left.join(", ") })}</p>}
      <p className="hint" id={hint}>{t("imports.formats")}</p>
      <label className="drop" data-over={over}>
        <IconUpload aria-hidden="true" />
        <b>{t("imports.choose")}</b>
        <span>{t("imports.drop")}</span>
        {/* It lies over the whole label, and takes what is dropped on it by itself. */}
        <input type="file" multiple aria-describedby={hint} onDragEnter={() => setOver(true)} onDragLeave={() => setOver(false)} onDrop={() => setOver(false)} onChange={(event) => {
          for (const file of event.target.files ?? []) send(file, authority);
          event.target.value = "";
        }} />
      </label>
    </>
  );
}

function AddressForm({ authority }: { authority: string }) {
  const { t } = useCatalogue();
  const [address, setAddress] = useState("");
  const { run, busy, problem } = useAction(async () => {
    const begun = await startImport({ address: address.trim(), authority: authority || undefined });
    open({ part: "imports", imported: begun.id });
  });
  const faulty = problem ? faultsOf(problem, ["/address"]) : faultless;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run();
  };
  return (
    <form className="form" onSubmit={submit} noValidate>
      <FaultList form="import" faulty={faulty} labels={[["/address", t("imports.addressLabel")]]} />
      <Field id={fieldId("import", "/address")} label={t("imports.addressLabel")} hint={t("imports.addressHint")} fault={faulty.fields["/address"]} type="url" inputMode="url" value={address} onChange={setAddress} autoComplete="off" spellCheck={false} />
      <Button type="submit" variant="secondary" aria-disabled={busy}>{t("imports.fetch")}</Button>
    </form>
  );
}
