import { Field, Select } from "../form/Field";
import { type Faulty, fieldId } from "../form/faults";
import { useCatalogue } from "../i18n/catalogue";
import { languages } from "../i18n/language";
import { themeOrder } from "../layers/layer";
import { type PartDraft, systems } from "./choice";
import type { Choices } from "./queries";

type Words = ReturnType<typeof useCatalogue>["t"];

/** Fields of a layer of the file, in the order of the form, with their labels. */
export function partLabels(t: Words, part: PartDraft, i: number, several: boolean): [string, string][] {
  const fields: [string, string][] = [
    ["/recipe", t("choice.becomes")], ["/crs", t("choice.crs")], ["/x", t("choice.x")], ["/y", t("choice.y")], ["/wkt", t("choice.wkt")], ["/encoding", t("choice.encoding")],
    ...languages.map((l): [string, string] => [`/new/title/${l}`, t(`choice.title.${l}`)]),
    ["/new/id", t("choice.id")], ["/new/theme", t("catalogue.theme")], ["/new/licence", t("choice.licence")], ["/new/attribution", t("choice.attribution")],
    ["/new/key", t("choice.key")], ["/new/data_date", t("choice.dataDate")], ["/new/publisher", t("choice.publisher")], ["/layer", t("choice.layers")],
  ];
  return fields.map(([pointer, label]) => [`/parts/${i}${pointer}`, several ? `${part.title}: ${label}` : label]);
}

interface Props {
  part: PartDraft;
  index: number;
  choices: Choices;
  /** What the import wants to know of this layer. */
  asks: Choices["need"] | null;
  faulty: Faulty;
  change: (part: Partial<PartDraft>) => void;
}

/** What one layer of the file becomes, and what the file does not say about it. */
export function FilePart({ part, index, choices, asks, faulty, change }: Props) {
  const { t } = useCatalogue();
  const at = (pointer: string) => ({ id: fieldId("choice", `/parts/${index}${pointer}`), fault: faulty.fields[`/parts/${index}${pointer}`] });
  return (
    <fieldset className="file-part">
      <legend>{part.title}</legend>
      <Select {...at("/recipe")} label={t("choice.becomes")} hint={t("choice.becomesHint")} value={part.becomes} onChange={(becomes) => change({ becomes })}>
        <option value="">{t("choice.choose")}</option>
        <option value="new">{t("choice.new")}</option>
        {choices.recipes.map((r) => <option key={r.id} value={r.id}>{r.title} ({r.id})</option>)}
      </Select>
      {part.becomes === "new" && <NewLayerFields part={part} columns={asks ? choices.columns : []} at={at} change={change} />}
      {asks === "columns" && <Place part={part} columns={choices.columns} at={at} change={change} />}
      {(asks === "crs" || asks === "columns" || part.crs || at("/crs").fault) && <Crs at={at("/crs")} part={part} optional={asks === "columns"} change={change} />}
    </fieldset>
  );
}

interface ColumnProps {
  id: string;
  fault: string | undefined;
  label: string;
  hint: string;
  value: string;
  /** Of the table; none: they are not known. */
  columns: readonly string[];
  onChange: (value: string) => void;
}

/** A column of the table, from the list of them where it is known. */
function Column({ columns, ...rest }: ColumnProps) {
  const { t } = useCatalogue();
  if (columns.length === 0) return <Field {...rest} autoComplete="off" spellCheck={false} />;
  return (
    <Select {...rest}>
      <option value="">{t("choice.choose")}</option>
      {columns.map((name) => <option key={name} value={name}>{name}</option>)}
    </Select>
  );
}

interface PlaceProps {
  part: PartDraft;
  columns: readonly string[];
  at: (pointer: string) => { id: string; fault: string | undefined };
  change: Props["change"];
}

/** Where in a table the place of a row stands. */
function Place({ part, columns, at, change }: PlaceProps) {
  const { t } = useCatalogue();
  return (
    <>
      <Select id={at("/place").id} label={t("choice.place")} value={part.place} onChange={(place) => change({ place: place === "wkt" ? "wkt" : "xy" })}>
        <option value="xy">{t("choice.placeXY")}</option>
        <option value="wkt">{t("choice.placeWKT")}</option>
      </Select>
      {part.place === "wkt" ? (
        <Column {...at("/wkt")} label={t("choice.wkt")} hint={t("choice.wktHint")} value={part.wkt} columns={columns} onChange={(wkt) => change({ wkt })} />
      ) : (
        <div className="form-row">
          <Column {...at("/x")} label={t("choice.x")} hint={t("choice.xHint")} value={part.x} columns={columns} onChange={(x) => change({ x })} />
          <Column {...at("/y")} label={t("choice.y")} hint={t("choice.yHint")} value={part.y} columns={columns} onChange={(y) => change({ y })} />
        </div>
      )}
    </>
  );
}

interface CrsProps {
  at: { id: string; fault: string | undefined };
  part: PartDraft;
  /** The table, or the layer that it becomes, may say it. */
  optional: boolean;
  change: Props["change"];
}

function Crs({ at, part, optional, change }: CrsProps) {
  const { t } = useCatalogue();
  const hint = part.detail.crs ? t("choice.crsSays", { crs: part.detail.crs }) : t(optional ? "choice.crsTable" : "choice.crsHint");
  return (
    <Select {...at} label={t("choice.crs")} hint={hint} value={part.crs} onChange={(crs) => change({ crs })}>
      <option value="">{t("choice.choose")}</option>
      {systems.map((s) => <option key={s} value={s}>{t(`crs.${s.slice(5) as "3067"}`)} ({s})</option>)}
    </Select>
  );
}

interface NewProps {
  part: PartDraft;
  columns: readonly string[];
  at: (pointer: string) => { id: string; fault: string | undefined };
  change: Props["change"];
}

/** A layer that nobody knows yet. */
function NewLayerFields({ part, columns, at, change }: NewProps) {
  const { t, common, lang } = useCatalogue();
  const { made } = part;
  const set = (by: Partial<PartDraft["made"]>) => change({ made: { ...made, ...by } });
  const themes = themeOrder.map((name) => ({ name, words: common(`theme.${name}`) })).sort((a, b) => a.words.localeCompare(b.words, lang));
  return (
    <>
      {languages.map((l) => <Field key={l} {...at(`/new/title/${l}`)} label={t(`choice.title.${l}`)} lang={l} value={made.title[l]} onChange={(text) => set({ title: { ...made.title, [l]: text } })} autoComplete="off" />)}
      <Field {...at("/new/id")} label={t("choice.id")} hint={t("choice.idHint")} value={made.id} onChange={(id) => set({ id })} autoComplete="off" spellCheck={false} />
      <Select {...at("/new/theme")} label={t("catalogue.theme")} hint={t("choice.themeHint")} value={made.theme} onChange={(theme) => set({ theme })}>
        <option value="">{t("choice.choose")}</option>
        {themes.map(({ name, words }) => <option key={name} value={name}>{words}</option>)}
      </Select>
      <Field {...at("/new/licence")} label={t("choice.licence")} hint={t("choice.licenceHint")} value={made.licence} onChange={(licence) => set({ licence })} autoComplete="off" />
      <Field {...at("/new/attribution")} label={t("choice.attribution")} hint={t("choice.attributionHint")} value={made.attribution} onChange={(attribution) => set({ attribution })} autoComplete="off" />
      <Column {...at("/new/key")} label={t("choice.key")} hint={t("choice.keyHint")} value={made.key} columns={columns} onChange={(key) => set({ key })} />
      <Field {...at("/new/data_date")} label={t("choice.dataDate")} hint={t("choice.optional")} type="date" value={made.data_date} onChange={(data_date) => set({ data_date })} />
    </>
  );
}
