import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Button } from "suomifi-ui-components";
import { store, useAddress } from "../address/store";
import { Field, Select } from "../form/Field";
import { usePrint } from "../i18n/print";
import { visibleByDefault } from "../layers/layer";
import { MapContext, useMap } from "../map/MapContext";
import type { Camera } from "../map/engine";
import { library } from "../map/open";
import { type Picture, drawPicture } from "../map/print";
import { type ServedStyle, fetchStyle } from "../map/style/served";
import { config, lang, nonce } from "../page/config";
import { announce } from "../shell/Announcer";
import { SheetPaper } from "./SheetPaper";
import { type Paper, type Sheet, finer, margin, papers, pixel, scales, screenScale, sheetOf, zoomFor } from "./sheet";

/** The map laid out for paper: what to choose, and the sheet as it will be printed. The page beneath is out of sight meanwhile. */
export function PrintView() {
  const { t, count } = usePrint();
  const { map, mapFailed } = useMap();
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
  const { picture, failed, style, again } = usePicture(camera, scale, sheet);
  const preview = useFitting(sheet);
  useAlone(heading);
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

/** Legends on paper are in the light map's colours, whatever the one on the screen has. */
function InLight({ style, children }: { style: ServedStyle | null; children: React.ReactNode }) {
  return <MapContext value={{ ...useMap(), style }}>{children}</MapContext>;
}

/** The map of the sheet, drawn anew when anything about it changes. */
function usePicture(camera: Camera | undefined, scale: number, sheet: Sheet) {
  const { t } = usePrint();
  const { layers } = useMap();
  const on = useAddress((s) => s.layers);
  const place = useAddress((s) => s.place);
  const style = useQuery({ queryKey: ["light-style", lang], queryFn: () => fetchStyle(lang, false) }).data ?? null;
  const [drawn, setDrawn] = useState<{ key: string; picture: Picture | null }>({ key: "", picture: null });
  const [attempt, setAttempt] = useState(0);
  const key = JSON.stringify([camera, scale, sheet, on, layers.map((l) => l.version), attempt, place]);
  useEffect(() => {
    if (!camera || !style || layers.length === 0) return;
    const stop = new AbortController();
    const [width, height] = [sheet.map.width, sheet.map.height].map((mm) => Math.round((mm / pixel) * finer)) as [number, number];
    const zoom = zoomFor(scale, camera.lat, sheet.map.width / width);
    void library
      .then((gl) => drawPicture(gl, {
        camera: { ...camera, zoom }, width, height, layers, wanted: new Set(on ?? visibleByDefault(layers)), style, background: config.background, place,
      }, stop.signal))
      .then((picture) => {
        if (stop.signal.aborted) return;
        setDrawn({ key, picture });
        announce(t("ready"));
      })
      .catch((error: unknown) => {
        if (stop.signal.aborted) return;
        console.error(error);
        setDrawn({ key, picture: null });
      });
    return () => stop.abort();
    // The key holds what the picture shows.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, style]);
  const current = drawn.key === key;
  return { picture: current ? drawn.picture : null, failed: current && !drawn.picture, style, again: () => setAttempt((n) => n + 1) };
}

/** Makes the sheet as wide as there is room on the screen, and no wider than it is on paper. */
function useFitting(sheet: Sheet) {
  const preview = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = preview.current;
    if (!element) return;
    const fit = () => {
      const { paddingLeft, paddingRight } = getComputedStyle(element);
      const room = element.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
      element.style.setProperty("--fit", String(Math.min(1, room / (sheet.width / pixel))));
    };
    const observer = new ResizeObserver(fit);
    observer.observe(element);
    return () => observer.disconnect();
  }, [sheet.width]);
  return preview;
}

/** Puts the rest of the page out of sight and reach, and takes the focus; Escape leads back. */
function useAlone(heading: React.RefObject<HTMLHeadingElement | null>) {
  useEffect(() => {
    document.documentElement.toggleAttribute("data-print", true);
    heading.current?.focus();
    const escape = (event: KeyboardEvent) => {
      if (event.key === "Escape") close();
    };
    document.addEventListener("keydown", escape);
    return () => {
      document.documentElement.toggleAttribute("data-print", false);
      document.removeEventListener("keydown", escape);
      document.getElementById("print-map")?.focus();
    };
  }, [heading]);
}
