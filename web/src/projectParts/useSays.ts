import { useShown } from "../i18n/shown";
import { type Content, type Day, type Kind, type Part, type Person, pathOf } from "./content";
import { useProjectKinds } from "./queries";
import { spanWords } from "./times";
import { useSize } from "./useSize";

const plainFields = ["kind", "title", "summary", "announcement", "organiser"] as const;
const roles = ["applicant", "contact", "agent", "landowner", "responsible"] as const;

/** A value without words of its own; what this page does not know is told as it stands. */
const plain = (value: unknown) => (typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value));

/** Names fields of a project and says their values in words. */
export function useSays(kind: Kind | undefined, content?: Content) {
  const { t, lang, number, date, list } = useShown();
  const kinds = useProjectKinds().data?.items;
  const size = useSize();

  const purpose = (part: Part | undefined) => kind?.purposes.find((p) => p.code === part?.purpose)?.name ?? "";
  const partName = (part: Part | undefined) => part?.name || purpose(part) || t("parts.unnamed");
  const role = (person: Person) => (roles.some((r) => r === person.role) ? t(`people.role.${person.role as (typeof roles)[number]}`) : person.role);

  const day = (d: Day) => `${t(`days.kind.${d.kind}`)}: ${spanWords(lang, d.from, d.to)}`;
  const partTimes = (part: Part) => (part.from || part.to ? spanWords(lang, part.from ?? "", part.to ?? "") : "");

  const answer = (id: string, value: unknown): string => {
    const question = kind?.questions.find((q) => q.id === id);
    const choice = (code: unknown) => question?.choices?.find((c) => c.code === code)?.name ?? String(code);
    if (Array.isArray(value)) return value.length > 0 ? list(value.map(choice)) : t("none");
    if (typeof value === "boolean" || question?.type === "boolean") return t(String(value) === "true" ? "yes" : "no");
    if (question?.type === "one") return choice(value);
    if (question?.type === "day" && typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value)) return date(value);
    const unit = question?.unit ? ` ${question.unit}` : "";
    return typeof value === "number" ? number(value) + unit : question?.type === "number" ? plain(value) + unit : plain(value);
  };

  /** What a field is called; of an item that is gone, by the value that it had. */
  const label = (field: string, value?: unknown): string => {
    const [group, key] = pathOf(field);
    if (group === "answers") return kind?.questions.find((q) => q.id === key)?.label ?? key;
    if (group === "parts") return t("field.part", { name: partName(content?.parts.find((p) => p.id === key) ?? (value as Part | null) ?? undefined) });
    if (group === "days") return t("field.day");
    if (group === "people") {
      const person = (value as Person | null | undefined) ?? content?.people.find((p) => p.id === key);
      return person ? role(person) : t("field.person");
    }
    if (group === "files") return t("field.file", { name: (value as { name?: string } | null | undefined)?.name ?? content?.files[key] ?? "" });
    if (group === "restricted") return t("field.restricted", { what: label(`/${key.replace(".", "/")}`) });
    const plain = plainFields.find((f) => f === key);
    return plain ? t(`field.${plain}`) : key;
  };

  /** What a field says; empty: nothing. */
  const words = (field: string, value: unknown): string => {
    if (value === null || value === undefined) return "";
    const [group, key] = pathOf(field);
    if (group === "answers") return answer(key, value);
    if (group === "parts") {
      const part = value as Part;
      return [part.name, purpose(part), size(part.geometry), partTimes(part), part.property_units?.join(", ")].filter(Boolean).join("\n");
    }
    if (group === "days") return [day(value as Day), (value as Day).note].filter(Boolean).join("\n");
    if (group === "people") {
      const p = value as Person;
      return [role(p), p.name, p.organisation, p.email, p.phone, p.note].filter(Boolean).join("\n");
    }
    if (group === "files") return (value as { name?: string }).name ?? "";
    if (group === "restricted") return [t("field.isRestricted"), (value as { why?: string }).why].filter(Boolean).join("\n");
    return key === "kind" ? (kinds?.find((k) => k.id === value)?.name ?? plain(value)) : plain(value);
  };

  return { label, words, answer, purpose, partName, partTimes, day, role };
}
