import { useRef, useState } from "react";
import { Button } from "suomifi-ui-components";
import { store, useAddress } from "../address/store";
import { Field, Select } from "../form/Field";
import { usePrint } from "../i18n/print";
import { useMap } from "../map/MapContext";
import { nonce } from "../page/config";
import { InLight } from "./InLight";
import { SheetPaper } from "./SheetPaper";
import { useAlone, useFitting } from "./frame";
import { type Paper, margin, papers, scales, screenScale, sheetOf } from "./sheet";
import { usePicture } from "./usePicture";

/** The map laid out for paper: what to choose, and the sheet as it will be printed. The page beneath is out of sight meanwhile. */
export function PrintView() {
  const { t, count } = usePrint();
  const { map, mapFailed } = useMap();
  const place = useAddress((s) => s.place);
  const [paper, setPaper] = useState<Paper>("a4");
  const [landscape, setLandscape] = useState(false);
  const [chosen, setChosen] = useState("screen");
  const [title, setTitle] = useState("");
  const heading = useRef<HTMLHeadingElement>(null);
  // A page that is opened here has a map a moment later.
  const camera = map?.camera;
  const onScreen = camera ? screenScale(camera.zoom, camera.lat) : 0;
  const scale = chosen === "screen" ? onScreen : Number(chosen);
  const sheet = sheetOf(paper, landscape);
  const { picture, failed, style, again } = usePicture({ camera, scale, ...sheet.map, place });
  const preview = useFitting(sheet.width);
  useAlone(heading, close, "print-map");
  return (
    <div className="print">
      <style nonce={nonce}>{`@page { size: ${sheet.width}mm ${sheet.height}mm; margin: ${margin}mm; }`}</style>
      <section className="print-choices form" aria-labelledby="print-heading">
        <h1 id="print-heading" ref={heading} tabIndex={-1}>{t("heading")}</h1>
        <p className="intro">{t("intro")}</p>
        <Field id="print-title" label={t("title")} hint={t("titleHint")} value={title} onChange={setTitle} maxLength={120} />
        <Select id="print-paper" label={t("paper")} value={paper} onChange={(v) => setPaper(v as Paper)}>
          {Object.keys(papers).map((p) => <option key={p} value={p}>{p.toUpperCase()}</option>)}
        </Select>
        <Select id="print-orientation" label={t("orientation")} value={landscape ? "landscape" : "portrait"} onChange={(v) => setLandscape(v === "landscape")}>
          <option value="portrait">{t("portrait")}</option>
          <option value="landscape">{t("landscape")}</option>
        </Select>
        <Select id="print-scale" label={t("scale")} value={chosen} onChange={setChosen}>
          <option value="screen">{t("asOnScreen", { scale: count(onScreen) })}</option>
          {scales.map((s) => <option key={s} value={String(s)}>{`1:${count(s)}`}</option>)}
        </Select>
        <p className="print-state" aria-live="polite">{mapFailed ? t("noMap") : failed ? t("failed") : picture ? t("ready") : t("drawing")}</p>
        <div className="actions">
          <Button onClick={() => window.print()} aria-disabled={!picture} disabled={!picture}>{t("print")}</Button>
          {(failed || picture?.missing) ? <Button variant="secondary" onClick={again}>{t("again")}</Button> : null}
          <Button variant="secondary" onClick={close}>{t("back")}</Button>
        </div>
      </section>
      <section className="print-preview" aria-label={t("preview")} ref={preview}>
        {camera && <InLight style={style}><SheetPaper title={title.trim()} sheet={sheet} scale={scale} camera={camera} picture={picture} /></InLight>}
      </section>
    </div>
  );
}

function close(): void {
  store.set({ print: false }, true);
}
