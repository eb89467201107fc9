import { useProjects } from "../i18n/projects";
import { areaOf, lengthOf } from "../geo/measure";
import { lang } from "../page/config";
import { useProject } from "./ProjectContext";
import type { Kind, Question } from "./cases";
import { type Day, type Part, type Person, type Restriction, partsOf } from "./content";
import { spanWords } from "./spanWords";
import type { Fields, Value } from "./values";

const plain = (value: Value) => (typeof value === "string" ? value : JSON.stringify(value));

/** What fields are called, and what they say, in words. */
export function useSays(given?: { kind: Kind | undefined; fields: Fields }) {
  const { t, area, distance } = useProjects();
  const project = useProject();
  const { kind, fields } = given ?? project;

  const part = (p: Part) => {
    const size = areaOf(p.geometry) > 0 ? area(areaOf(p.geometry)) : lengthOf(p.geometry) > 0 ? distance(lengthOf(p.geometry)) : t("says.point");
    return [p.name, kind?.purposes.find((c) => c.code === p.purpose)?.name, size, p.from && p.to && spanWords(lang, p.from, p.to)].filter(Boolean).join(", ");
  };
  const answer = (q: Question | undefined, value: Value): string => {
    if (value === null || value === "") return "";
    const name = (code: Value) => q?.choices?.find((c) => c.code === code)?.name ?? plain(code);
    if (typeof value === "boolean") return t(value ? "says.yes" : "says.no");
    if (q?.type === "boolean") return t(value === "true" ? "says.yes" : "says.no");
    if (Array.isArray(value)) return value.map((v: Value) => name(v)).join(", ");
    return name(value) + (q?.unit ? ` ${q.unit}` : "");
  };
  /** A restricted item, such as answers.noise, as the path of its field. */
  const item = (name: string) => `/${name.replace(".", "/")}`;

  const label = (path: string, value: Value): string => {
    const [, first = "", key = ""] = path.split("/");
    switch (first) {
      case "kind": return t("field.kind");
      case "answers": return kind?.questions.find((q) => q.id === key)?.label ?? key;
      case "parts": return t("says.part", { name: (value as unknown as Part | null)?.name || partName(key) });
      case "days": return t("says.day");
      case "people": return t("says.person", { role: t(`role.${(value as unknown as Person | null)?.role ?? "contact"}`) });
      case "files": return t("says.file", { name: (value as unknown as { name?: string } | null)?.name ?? "" });
      case "restricted": return t("says.restricted", { item: label(item(path.slice("/restricted/".length)), null) });
      case "title": case "summary": case "announcement": case "organiser": return t(`field.${first}`);
      default: return path;
    }
  };
  const partName = (id: string) => {
    const all = partsOf(fields);
    const at = all.findIndex((p) => p.id === id);
    return all[at]?.name || (at >= 0 ? String(at + 1) : "");
  };
  const words = (path: string, value: Value): string => {
    if (value === null || value === undefined) return "";
    const [, first = "", key = ""] = path.split("/");
    if (first === "parts") return part(value as unknown as Part);
    if (first === "days") {
      const day = value as unknown as Day;
      return [t(`day.kind.${day.kind}`), spanWords(lang, day.from, day.to), day.note].filter(Boolean).join(": ");
    }
    if (first === "people") {
      const p = value as unknown as Person;
      return [p.name, p.organisation, p.email, p.phone, p.note].filter(Boolean).join(", ");
    }
    if (first === "files") return (value as unknown as { name?: string }).name ?? "";
    if (first === "restricted") return (value as unknown as Restriction).why ?? t("says.isRestricted");
    if (first === "answers") return answer(kind?.questions.find((q) => q.id === key), value);
    if (first === "kind") return project.kinds.find((k) => k.id === value)?.name ?? plain(value);
    return plain(value);
  };
  return { label, words, part, answer };
}
