import { type FormEvent, useState } from "react";
import { Button, RadioButton, RadioButtonGroup, Textarea, TextInput } from "suomifi-ui-components";
import type { Geometry } from "geojson";
import { fetchFeature, search } from "../api/queries";
import { store } from "../address/store";
import { boxAround, circle } from "../geo/measure";
import { readCorners } from "../geo/corners";
import { useText } from "../i18n/useText";
import { useMap } from "../map/MapContext";
import { Problem } from "../api/problem";
import { type Found, PlaceInput } from "../search/PlaceInput";
import { announce } from "../shell/Announcer";
import { beside, drawn, placeIsSet } from "./drawn";

/** Largest radius in metres that makes sense round an address. */
const largestRadius = 20_000;

type Way = "found" | "corners";

/** Puts a place without the map: an address with a radius, a property unit, or the corners as numbers. */
export function PlaceForm({ open }: { open: boolean }) {
  const { t } = useText();
  const [way, setWay] = useState<Way>("found");
  return (
    <details className="place-form" open={open || undefined}>
      <summary>{t("form.heading")}</summary>
      <RadioButtonGroup name="place-way" labelText={t("form.way")} value={way} onChange={(v) => setWay(v as Way)}>
        <RadioButton value="found">{t("form.found")}</RadioButton>
        <RadioButton value="corners">{t("form.corners")}</RadioButton>
      </RadioButtonGroup>
      {way === "found" ? <FoundForm /> : <Corners />}
    </details>
  );
}

function FoundForm() {
  const { t } = useText();
  const put = usePut();
  const [words, setWords] = useState("");
  const [chosen, setChosen] = useState<Found | null>(null);
  const [radius, setRadius] = useState("");
  const [fault, setFault] = useState<{ words?: string; radius?: string }>({});
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const metres = radius.trim() === "" ? 0 : Number(radius.replace(",", ".").replace(/\s*m$/, ""));
    const faults: typeof fault = {};
    if (!words.trim()) faults.words = t("form.wordsMissing");
    if (!Number.isFinite(metres) || metres < 0 || metres > largestRadius) faults.radius = t("form.radiusFault", { most: largestRadius });
    setFault(faults);
    if (faults.words || faults.radius) {
      document.getElementById(faults.words ? "place-words" : "place-radius")?.focus();
      return;
    }
    setBusy(true);
    try {
      const found = chosen ?? (await search(words)).items?.[0];
      if (!found) {
        setFault({ words: t("form.notFound", { words: words.trim() }) });
        document.getElementById("place-words")?.focus();
        return;
      }
      put(await shapeOf(found, metres));
    } catch (error) {
      setFault({ words: error instanceof Problem ? error.details.join(" ") : t("form.failed") });
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(e) => void submit(e)} noValidate>
      <PlaceInput
        id="place-words" label={t("form.words")} hint={t("form.wordsHint")} error={fault.words} value={words}
        onChange={(v) => {
          setWords(v);
          setChosen(null);
        }}
        onChoose={(found) => {
          setWords(found.title);
          setChosen(found);
          setFault({});
        }}
      />
      <TextInput
        id="place-radius" labelText={t("form.radius")} hintText={t("form.radiusHint")} optionalText={t("form.optional")} value={radius} inputMode="decimal"
        onChange={(v) => setRadius(String(v ?? ""))} status={fault.radius ? "error" : "default"} statusText={fault.radius ?? ""}
      />
      <Button type="submit" variant="secondary" aria-disabled={busy}>{t("form.put")}</Button>
    </form>
  );
}

function Corners() {
  return <CornersForm put={usePut()} />;
}

/** A point, a line or an area by its corners as numbers. */
export function CornersForm({ put }: { put: (geometry: Geometry, typed: string) => void }) {
  const { t } = useText();
  const [text, setText] = useState("");
  const [fault, setFault] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readCorners(text);
    if ("line" in read) {
      setFault(text.trim() ? t("form.cornersFault", { line: read.line }) : t("form.cornersMissing"));
      document.getElementById("place-corners")?.focus();
      return;
    }
    setFault("");
    put(read.geometry, text);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Textarea
        id="place-corners" labelText={t("form.cornersLabel")} hintText={t("form.cornersHint")} value={text} rows={5} fullWidth
        onChange={(e) => setText(e.target.value)} status={fault ? "error" : "default"} statusText={fault}
      >{text}</Textarea>
      <Button type="submit" variant="secondary">{t("form.put")}</Button>
    </form>
  );
}

function usePut() {
  const { map } = useMap();
  const { t } = useText();
  return (geometry: Geometry) => {
    map?.fit(boxAround(geometry, beside()), 16);
    void store.setPlace(geometry, { check: false }, drawn().target);
    announce(t(placeIsSet()));
    document.getElementById("panel")?.focus();
  };
}

/** A circle where a radius is given, the unit itself where a property unit was found, otherwise the point. */
async function shapeOf(found: Found, radius: number): Promise<Geometry> {
  const point = found.point as [number, number];
  if (radius > 0) return circle(point, radius);
  if (found.kind === "property" && found.layer && found.feature_id) {
    return (await fetchFeature({ layer: found.layer, id: found.feature_id })).geometry as Geometry;
  }
  return { type: "Point", coordinates: point };
}
