import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "suomifi-ui-components";
import { Area, Choices, Select } from "../form/Field";
import { faultsOf } from "../form/faults";
import { useAction } from "../form/useAction";
import { useShown } from "../i18n/shown";
import { type Content, type Kind, pathOf } from "../projectParts/content";
import { RestrictionRows } from "../projectParts/RestrictionRows";
import { useSays } from "../projectParts/useSays";
import { announce } from "../shell/Announcer";
import { Answer, ProblemNote } from "../shell/Answer";
import { useMe } from "../who/queries";
import { type Case, casesKey, lift, restrict, useCaseAuthorities, useCaseRestrictions } from "./queries";

interface Props {
  c: Case;
  kind: Kind | undefined;
  content: Content;
}

/** What authorities keep to some of them (P3), and the keeping of more. */
export function RestrictPart({ c, kind, content }: Props) {
  const { t } = useShown();
  const queries = useQueryClient();
  const restrictions = useCaseRestrictions(c.id);
  const says = useSays(kind, content);
  const label = (field: string) => says.label(field, c.fields[field] ?? null);
  const again = () => queries.invalidateQueries({ queryKey: [...casesKey] });
  const { run, problem } = useAction(async (id: string) => {
    await lift(c.id, id);
    await again();
    announce(t("restrict.lifted"));
  });
  const items = restrictions.data?.items ?? [];
  return (
    <section className="part" aria-labelledby="case-restrict">
      <h3 id="case-restrict">{t("restrict.heading")}</h3>
      <p className="hint">{t("restrict.intro")}</p>
      <Answer query={restrictions}><RestrictionRows items={items} label={label} lift={(id) => void run(id)} /></Answer>
      {problem && <ProblemNote problem={problem} />}
      <Restricting c={c} kind={kind} content={content} done={again} />
    </section>
  );
}

/** Restricts an item: which one, to whom besides one's own authority, and why. */
function Restricting({ c, kind, content, done }: Props & { done: () => Promise<void> }) {
  const { t } = useShown();
  const [open, setOpen] = useState(false);
  if (!open) return <Button variant="secondary" onClick={() => setOpen(true)}>{t("restrict.begin")}</Button>;
  return <Form c={c} kind={kind} content={content} done={done} close={() => setOpen(false)} />;
}

function Form({ c, kind, content, done, close }: Props & { done: () => Promise<void>; close: () => void }) {
  const { t } = useShown();
  const { data: me } = useMe();
  const says = useSays(kind, content);
  const authorities = useCaseAuthorities(c.id);
  const own = me?.offices?.map((o) => o.authority.code) ?? [];
  const others = (authorities.data?.items ?? []).filter((a) => !own.includes(a.code));
  const [draft, setDraft] = useState({ item: "", to: [] as string[], why: "" });
  const [key, setKey] = useState(() => crypto.randomUUID());
  const change = (changed: Partial<typeof draft>) => {
    setDraft({ ...draft, ...changed });
    setKey(crypto.randomUUID());
  };
  const { run, busy, problem } = useAction(async () => {
    await restrict(c.id, key, draft);
    await done();
    announce(t("restrict.made"));
    close();
  });
  const faults = faultsOf(problem, ["/item", "/to", "/why"]);
  const words = (field: string) => (/^\/(days|people)\//.test(field) ? `: ${says.words(field, c.fields[field]).replaceAll("\n", ", ")}` : "");
  return (
    <form className="comment-form" aria-labelledby="case-restrict" onSubmit={(event) => { event.preventDefault(); void run(); }}>
      <Select id="restrict-item" label={t("restrict.item")} value={draft.item} onChange={(item) => change({ item })} fault={faults.fields["/item"]}>
        <option value="">{t("restrict.choose")}</option>
        {itemsOf(c).map(({ item, field }) => <option key={item} value={item}>{says.label(field, c.fields[field])}{words(field)}</option>)}
      </Select>
      {others.length > 0 && <Choices id="restrict-to" label={t("restrict.to")} hint={t("restrict.toHint")} choices={others.map((a) => ({ value: a.id, label: a.name }))} chosen={draft.to} onChange={(to) => change({ to })} fault={faults.fields["/to"]} />}
      <Area id="restrict-why" label={t("restrict.why")} hint={t("restrict.whyHint")} maxLength={2000} value={draft.why} onChange={(why) => change({ why })} fault={faults.fields["/why"]} />
      {faults.rest.map((detail) => <p key={detail} className="field-fault" role="alert">{detail}</p>)}
      <div className="actions">
        <Button type="submit" aria-disabled={busy}>{t("restrict.send")}</Button>
        <Button variant="secondary" onClick={close}>{t("restrict.leave")}</Button>
      </div>
    </form>
  );
}

/** What can be restricted of what one sees. */
function itemsOf(c: Case): { item: string; field: string }[] {
  return Object.keys(c.fields).sort().flatMap((field) => {
    const [group, id] = pathOf(field);
    if (field === "/summary") return [{ item: "summary", field }];
    return ["answers", "parts", "days", "people", "files"].includes(group) ? [{ item: `${group}.${id}`, field }] : [];
  });
}
