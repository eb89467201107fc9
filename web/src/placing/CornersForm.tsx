import { useState } from "react";
import { Area, Select } from "../form/Field";
import { readCorners } from "../geo/corners";
import { useProjects } from "../i18n/projects";
import { isShape } from "./part";
import type { Put } from "./usePut";

const kinds = ["area", "line", "points"] as const;

/** A part by its corners as numbers. */
export function CornersForm({ put }: { put: Put }) {
  const { t, common } = useProjects();
  const [text, setText] = useState("");
  const [kind, setKind] = useState<(typeof kinds)[number]>("area");
  const [fault, setFault] = useState("");
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const read = readCorners(text, kind);
    const wrong = "line" in read ? (text.trim() ? common("form.cornersFault", { line: read.line }) : common("form.cornersMissing")) : "few" in read ? t("placing.corners.few", { count: read.few }) : "";
    setFault(wrong);
    if (wrong) document.getElementById("part-corners")?.focus();
    else if ("geometry" in read && isShape(read.geometry)) put([{ geometry: read.geometry, described: text }]);
  };
  return (
    <form className="form" onSubmit={submit} noValidate>
      <Select id="part-corners-kind" label={t("placing.corners.kind")} value={kind} onChange={(value) => setKind(value as typeof kind)}>
        {kinds.map((name) => <option key={name} value={name}>{t(`placing.corners.${name}`)}</option>)}
      </Select>
      <Area id="part-corners" label={common("form.cornersLabel")} hint={t("placing.corners.hint")} value={text} fault={fault || undefined} maxLength={500_000} onChange={setText} />
      <div className="actions actions-small"><button type="submit">{common("form.put")}</button></div>
    </form>
  );
}
