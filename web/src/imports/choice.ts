import type { Texts } from "../authorities/queries";
import type { Choices, NewLayer, Options, Part } from "./queries";

/** Reference systems of Finnish registers, the usual first. */
export const systems = [
  "EPSG:3067", "EPSG:3873", "EPSG:3874", "EPSG:3875", "EPSG:3876", "EPSG:3877", "EPSG:3878", "EPSG:3879", "EPSG:3880", "EPSG:3881", "EPSG:3882", "EPSG:3883", "EPSG:3884", "EPSG:3885",
  "EPSG:2393", "EPSG:4258", "EPSG:4326", "EPSG:3857", "EPSG:3903",
] as const;

/** A layer of the file as the form holds it. */
export interface PartDraft {
  layer: string;
  /** As people know it: a file's only layer by the file's name. */
  title: string;
  detail: { crs?: string; geometry?: string; features?: number };
  take: boolean;
  /** A known layer's id, "new", or nothing yet. */
  becomes: string;
  crs: string;
  encoding: string;
  x: string;
  y: string;
  /** Tables: where their place stands, in two columns or in one as text. */
  place: "xy" | "wkt";
  wkt: string;
  made: Required<Omit<NewLayer, "publisher" | "title">> & { title: Texts; publisher: Texts };
}

export interface Draft {
  service: string;
  parts: readonly PartDraft[];
}

const nothing: Texts = { fi: "", sv: "", en: "" };

/** An id for a layer of that name: small letters, digits and _. */
export function idOf(name: string): string {
  const plain = name.toLocaleLowerCase("fi").normalize("NFD").replaceAll(/\p{M}/gu, "").replace(/\.[a-z0-9]{1,7}$/, "");
  return plain.replaceAll(/[^a-z0-9]+/g, "_").replace(/^[^a-z]+/, "").replace(/_+$/, "").slice(0, 63);
}

/** What the form begins with: what was chosen before, or every layer of the file, of which the first is taken. */
export function draftOf(name: string, options: Options, choices: Choices): Draft {
  const found = choices.layers.length > 0 ? choices.layers : [{ name: "" }];
  const parts = found.map((l, i) => {
    const before = options.parts?.find((p) => (p.layer ?? "") === l.name) ?? (found.length === 1 ? options.parts?.[0] : undefined);
    return partDraft(found.length === 1 ? name : l.name, l, before, (options.parts?.length ?? 0) === 0 ? i === 0 : before !== undefined, before !== undefined && before === options.parts?.[choices.part] && Boolean(choices.looks_like));
  });
  return { service: options.service ?? "", parts };
}

function partDraft(called: string, l: Choices["layers"][number], before: Part | undefined, take: boolean, crsFails: boolean): PartDraft {
  const { crs, geometry, features, title } = l;
  return {
    layer: l.name, title: title || called, detail: { crs, geometry, features }, take,
    becomes: before?.new ? "new" : (before?.recipe ?? ""), crs: crsFails ? "" : (before?.crs ?? ""), encoding: before?.encoding ?? "", x: before?.x ?? "", y: before?.y ?? "",
    place: before?.wkt ? "wkt" : "xy", wkt: before?.wkt ?? "",
    made: { id: idOf(called), theme: "", attribution: "", licence: "", key: "", data_date: "", ...before?.new, title: before?.new?.title ?? nothing, publisher: before?.new?.publisher ?? nothing },
  };
}

/** The draft as the API takes it: only what is taken, only what is filled in. */
export function optionsOf(draft: Draft): Options {
  const parts = draft.parts.filter((p) => p.take).map(({ layer, becomes, crs, encoding, x, y, place, wkt, made }): Part => {
    const { key, data_date, publisher, ...rest } = made;
    return {
      ...filled({ layer, crs, encoding }),
      ...(place === "wkt" ? filled({ wkt }) : filled({ x, y })),
      ...(becomes === "new" ? { new: { ...rest, ...filled({ key, data_date }), ...(publisher.fi || publisher.sv || publisher.en ? { publisher } : {}) } } : becomes ? { recipe: becomes } : {}),
    };
  });
  return { ...filled({ service: draft.service }), ...(parts.length > 0 ? { parts } : {}) };
}

const filled = <T extends Record<string, string>>(values: T) => Object.fromEntries(Object.entries(values).map(([k, v]) => [k, v.trim()]).filter(([, v]) => v)) as Partial<T>;

/** The pointers of a part's fields that are empty though they are needed, among the parts that are taken. */
export function missing(draft: Draft, need: Choices["need"], asking: number): string[] {
  return draft.parts.filter((p) => p.take).flatMap((p, i) => {
    const at = `/parts/${i}`;
    const { id, theme, title, attribution, licence } = p.made;
    const wanted: [string, string][] = p.becomes === "new"
      ? [["/new/title/fi", title.fi], ["/new/title/sv", title.sv], ["/new/title/en", title.en], ["/new/id", id], ["/new/theme", theme], ["/new/licence", licence], ["/new/attribution", attribution]]
      : [["/recipe", p.becomes]];
    const place: [string, string][] = p.place === "wkt" ? [["/wkt", p.wkt]] : [["/x", p.x], ["/y", p.y]];
    if (i === asking && need === "crs") wanted.push(["/crs", p.crs]);
    if (i === asking && need === "columns") wanted.push(...place); // the table or the layer may say the reference system; the import asks where neither does
    return wanted.filter(([, value]) => !value.trim()).map(([pointer]) => at + pointer);
  });
}
