import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { Back } from "../catalogue/Back";
import { CatalogueLink } from "../catalogue/CatalogueLink";
import { Facts } from "../catalogue/Facts";
import { Problem } from "../api/problem";
import { Confirm } from "../form/Confirm";
import { useCatalogue } from "../i18n/catalogue";
import { announce } from "../shell/Announcer";
import { Answer } from "../shell/Answer";
import { Top } from "../shell/Top";
import { mine } from "../who/queries";
import { duration, bytes, secondsLeft } from "./amounts";
import { ChoiceForm } from "./ChoiceForm";
import { ProgressBar } from "./ProgressBar";
import { type Import, type Progress, cancelImport, isUnderWay, useImport } from "./queries";
import { Technical } from "./Technical";

/** One import: how far it is, what it asks for, or how it ended. */
export function ImportPage({ id }: { id: string }) {
  const { t } = useCatalogue();
  const found = useImport(id);
  const item = found.data;
  const before = useRef(item?.state);
  const state = item?.state;
  useEffect(() => {
    if (state && before.current && before.current !== state) announce(t(`import.state.${state}`));
    before.current = state;
  }, [state, t]);
  return (
    <section aria-labelledby="import-heading">
      <Top id="import-heading" heading={item?.name ?? t("import.heading")} focusOn={id}><Back to={{ part: "imports" }}>{t("imports.heading")}</Back></Top>
      <Answer query={found}>
        {found.error instanceof Problem && found.error.status === 404 && <p className="note">{t("import.unknown")}</p>}
        {item && <One item={item} />}
      </Answer>
    </section>
  );
}

function One({ item }: { item: Import }) {
  const { t, time } = useCatalogue();
  const queries = useQueryClient();
  const again = async () => {
    await Promise.all([queries.invalidateQueries({ queryKey: [mine, "import", item.id] }), queries.invalidateQueries({ queryKey: [mine, "imports"] })]);
  };
  const cancel = async () => {
    await cancelImport(item.id);
    await again();
  };
  const open = isUnderWay(item.state) || item.state === "choosing";
  return (
    <>
      <p className="tag" data-state={item.state}>{t(`import.state.${item.state}`)}</p>
      {isUnderWay(item.state) && <UnderWay progress={item.progress} />}
      {item.state === "choosing" && item.choices && <ChoiceForm key={`${item.choices.need} ${item.choices.part}`} item={item} choices={item.choices} done={again} />}
      {item.failure && (
        <div className="note note-error">
          <p><b>{item.failure.text}</b></p>
          <p>{t("import.nothingChanged")}</p>
          {item.failure.detail && <Technical text={item.failure.detail} />}
        </div>
      )}
      {item.state === "cancelled" && <p className="note">{t("import.nothingChanged")}</p>}
      <Versions item={item} />
      <Facts facts={[
        [t("import.what"), t(`import.kind.${item.kind}`)], [t("sources.address"), item.address], [t("imports.authority"), item.authority?.name],
        [t("import.ordered"), item.scheduled ? t("import.scheduled") : time(item.created_at)], [t("import.began"), item.started_at && time(item.started_at)], [t("import.ended"), item.ended_at && time(item.ended_at)],
      ]} />
      {open && <div className="actions actions-small"><Confirm label={t("import.cancel")} of={item.name} question={t("import.cancelQuestion")} yes={t("import.cancel")} act={cancel} /></div>}
    </>
  );
}

/** How far it is, in numbers, with the time left. Leaving the page stops nothing. */
function UnderWay({ progress: p }: { progress: Progress }) {
  const { t, lang, count } = useCatalogue();
  const fetching = p.step === "fetching";
  const [done, all] = fetching ? [p.bytes ?? 0, p.size ?? 0] : [p.read, p.total ?? 0];
  const left = secondsLeft(done, all, p.per_second);
  const words = [
    p.step && t(`progress.step.${p.step}`),
    fetching ? t("progress.bytes", { done: bytes(done, lang) }) : all > 0 ? t("progress.of", { done: count(done), all: count(all) }) : t("progress.read", { done: count(done) }),
    p.per_second > 0 && (fetching ? t("upload.speed", { speed: bytes(p.per_second, lang) }) : t("progress.speed", { speed: count(p.per_second) })),
    left !== null && t("progress.left", { time: duration(left, lang) }),
  ].filter(Boolean).join(" · ");
  return (
    <>
      <ProgressBar label={t("progress.label")} done={done} all={all} words={words} />
      <p className="hint">{t("progress.leave")}</p>
    </>
  );
}

/** What became of each layer, with the way to its approval. */
function Versions({ item }: { item: Import }) {
  const { t, count, common } = useCatalogue();
  if (item.reports.length === 0) return item.progress.step === "unchanged" ? <p className="note">{t("import.unchanged")}</p> : null;
  return (
    <ul className="cards">
      {item.reports.map((r) => (
        <li key={r.layer} className="card">
          <h3>{r.title}</h3>
          <Facts facts={[
            [common("layers.features"), t("progress.of", { done: count(r.imported), all: count(r.read) })],
            [t("report.repaired"), count(r.repaired)], [t("report.refused"), count(r.refused)], [t("report.warnings"), count(r.warnings.length)],
          ]} />
          {r.version > 0 && <div className="actions actions-small"><CatalogueLink to={{ layer: r.layer, version: r.version }}>{t(item.state === "waiting" ? "import.approve" : "import.version")}<span className="hidden-text">: {r.title}</span></CatalogueLink></div>}
        </li>
      ))}
    </ul>
  );
}
