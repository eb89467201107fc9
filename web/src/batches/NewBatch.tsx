import { useEffect, useId, useRef, useState } from "react";
import { Button, IconUpload } from "suomifi-ui-components";
import { fetchAt } from "../api/queries";
import { useAddress } from "../address/store";
import { FaultList } from "../form/FaultList";
import { Select } from "../form/Field";
import { faultless, faultsOf, fieldId } from "../form/faults";
import { useAction } from "../form/useAction";
import { useChecks } from "../i18n/checks";
import { isBackground } from "../layers/layer";
import { useMap } from "../map/MapContext";
import { PlanForm } from "../plan/PlanForm";
import { useProject } from "../plan/useProject";
import { announce } from "../shell/Announcer";
import { openBatch } from "./BatchLink";
import { PreviewPart } from "./PreviewPart";
import { type From, type Preview, type Taken, makeBatch, previewBatch } from "./queries";

/** A file or a layer is given, how it would be read is shown, and it is checked. What was chosen stays when something is refused. */
export function NewBatch() {
  const { t } = useChecks();
  const [from, setFrom] = useState<From | null>(null);
  const [preview, setPreview] = useState<Preview | null>(null);
  const newest = useRef<From | null>(null);
  const look = useAction(async (what: From) => {
    const told = await previewBatch(what);
    if (newest.current !== what) return; // something else was chosen meanwhile
    setPreview(told);
    announce(t("batches.previewed", { count: told.total - told.faulty, faulty: told.faulty }));
  });
  const choose = (what: From) => {
    newest.current = what;
    setFrom(what);
    void look.run(what);
  };
  const begin = (what: From) => {
    setPreview(null);
    choose(what);
  };
  const retake = (taken: Taken) => {
    if (from && "file" in from) choose({ file: from.file, taken });
  };
  const faulty = look.problem ? faultsOf(look.problem, []) : faultless;
  return (
    <section className="part" aria-labelledby="new-batch-heading">
      <h3 id="new-batch-heading">{t("batches.new")}</h3>
      <FileDrop choose={(file) => begin({ file, taken: {} })} />
      <LayerPart choose={begin} />
      {look.busy && <p className="waiting" role="status">{t("batches.reading")}</p>}
      <FaultList form="batch" faulty={faulty} labels={[]} />
      {from && preview && <PreviewPart preview={preview} retake={"file" in from ? retake : null} />}
      {from && preview?.located && preview.total > preview.faulty && <Start from={from} preview={preview} />}
    </section>
  );
}

/** A file is dropped here, or chosen. */
function FileDrop({ choose }: { choose: (file: File) => void }) {
  const { t } = useChecks();
  const [over, setOver] = useState(false);
  const hint = useId();
  return (
    <>
      <p className="hint" id={hint}>{t("batches.formats")}</p>
      <label className="drop" data-over={over}>
        <IconUpload aria-hidden="true" />
        <b>{t("batches.choose")}</b>
        <span>{t("batches.drop")}</span>
        {/* It lies over the whole label, and takes what is dropped on it by itself. */}
        <input id="batch-file" type="file" accept=".csv,.tsv,.txt,.xlsx,.geojson,.json" aria-describedby={hint} onDragEnter={() => setOver(true)} onDragLeave={() => setOver(false)} onDrop={() => setOver(false)} onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) choose(file);
          event.target.value = ""; // the same file, changed, can be chosen again
        }} />
      </label>
    </>
  );
}

/** Instead of a file: a layer's features, everywhere or in an area. */
function LayerPart({ choose }: { choose: (from: From) => void }) {
  const { t } = useChecks();
  const { layers } = useMap();
  const place = useAddress((s) => s.place);
  const [layer, setLayer] = useState("");
  const [where, setWhere] = useState("all");
  const town = useTown(layer !== "");
  const area = place && /Polygon$/.test(place.type) ? place : null;
  const list = layers.filter((l) => !l.live && !isBackground(l)).sort((a, b) => a.title.localeCompare(b.title));
  return (
    <details className="place-form">
      <summary>{t("batches.layer")}</summary>
      <Select id="batch-layer" label={t("batches.layerLabel")} hint={t("batches.layerHint")} value={layer} onChange={setLayer}>
        <option value="">{t("batches.chooseOne")}</option>
        {list.map((l) => <option key={l.id} value={l.id}>{l.title}</option>)}
      </Select>
      <Select id="batch-area" label={t("batches.area")} value={where} onChange={setWhere}>
        <option value="all">{t("batches.everywhere")}</option>
        {town && <option value="town">{t("batches.town", { name: town.title })}</option>}
        {area && <option value="drawn">{t("batches.drawn")}</option>}
      </Select>
      <Button variant="secondary" aria-disabled={!layer} onClick={() => {
        if (!layer) document.getElementById("batch-layer")?.focus();
        else choose({ layer, ...(where === "drawn" && area ? { area } : {}), ...(where === "town" && town ? { area_layer: town.layer, area_feature: town.id } : {}) });
      }}>{t("batches.take")}</Button>
    </details>
  );
}

/** The municipality in the middle of the map. */
function useTown(wanted: boolean) {
  const { map } = useMap();
  const [town, setTown] = useState<{ layer: string; id: string; title: string } | null>(null);
  useEffect(() => {
    if (!map || !wanted) return;
    const stop = new AbortController();
    fetchAt(map.camera, 0, stop.signal).then(({ items }) => {
      const found = items?.find((i) => i.theme === "municipality");
      setTown(found ? { layer: found.layer, id: found.feature_id, title: found.title } : null);
    }, () => setTown(null));
    return () => stop.abort();
  }, [map, wanted]);
  return town;
}

/** What is planned at every place, once for all, and the beginning of the check. */
function Start({ from, preview }: { from: From; preview: Preview }) {
  const { t, common, count } = useChecks();
  const { project, failed } = useProject();
  const key = useRef({ of: "", key: "" });
  const { run, busy, problem } = useAction(async () => {
    if (!project) return; // the button waits for it
    const of = JSON.stringify([project, "file" in from ? [from.file.name, from.file.lastModified, from.taken] : from]);
    if (key.current.of !== of) key.current = { of, key: crypto.randomUUID() };
    const made = await makeBatch(from, project, key.current.key);
    openBatch(made.id);
  });
  return (
    <>
      <h4>{t("batches.plan")}</h4>
      <p className="hint">{t("batches.planHint")}</p>
      <PlanForm />
      {failed && <p className="note note-error" role="alert">{common("plan.noQuestions")}</p>}
      <FaultList form="batch" faulty={problem ? faultsOf(problem, []) : faultless} labels={[["/file", fieldId("batch", "/file")]]} />
      <div className="actions">
        <Button id="batch-start" aria-disabled={busy || !project} onClick={() => void run()}>{t("batches.start", { count: preview.total - preview.faulty, number: count(preview.total - preview.faulty) })}</Button>
      </div>
    </>
  );
}
