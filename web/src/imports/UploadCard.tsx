import { useEffect } from "react";
import { CatalogueLink } from "../catalogue/CatalogueLink";
import { Confirm } from "../form/Confirm";
import { useCatalogue } from "../i18n/catalogue";
import { announce } from "../shell/Announcer";
import { bytes, duration, secondsLeft } from "./amounts";
import { ProgressBar } from "./ProgressBar";
import { type Upload, giveUp, goOn, stop } from "./uploads";

/** Answers after which sending the same file again comes to the same. */
const final = [400, 403, 413, 415, 422];

/** A file on its way, which can be stopped, gone on with and given up. */
export function UploadCard({ upload }: { upload: Upload }) {
  const { t, lang } = useCatalogue();
  const { state, sent, size, perSecond, name } = upload;
  const over = state === "failed" && final.includes(upload.problem?.status ?? 0);
  const details = upload.problem?.details.filter(Boolean) ?? [];
  const left = secondsLeft(sent, size, perSecond);
  useEffect(() => {
    if (state === "done") announce(t("upload.done", { name }));
    if (state === "failed") announce(t("upload.failed"));
  }, [state, name, t]);
  const words = [
    t("upload.amount", { sent: bytes(sent, lang), size: bytes(size, lang) }),
    state === "sending" && perSecond > 0 && t("upload.speed", { speed: bytes(perSecond, lang) }),
    state === "sending" && left !== null && t("progress.left", { time: duration(left, lang) }),
  ].filter(Boolean).join(" · ");
  return (
    <>
      <h3>{name}</h3>
      <p className="tag" data-state={state === "done" ? "done" : state === "failed" ? "failed" : undefined}>{t(`upload.state.${over ? "refused" : state}`)}</p>
      {state !== "done" && !over && <ProgressBar label={t("upload.label", { name })} done={sent} all={size} words={words} />}
      {state === "failed" && (
        <div className="note note-error">
          {!(over && details.length) && <p><b>{upload.problem?.title || t("upload.failed")}</b></p>}
          {details.map((d) => <p key={d}>{d}</p>)}
          {!over && <p>{t("upload.kept")}</p>}
        </div>
      )}
      <div className="actions actions-small">
        {upload.import && <CatalogueLink to={{ part: "imports", imported: upload.import.id }}>{t("upload.open")}</CatalogueLink>}
        {state === "sending" && <button type="button" onClick={() => stop(upload.key)}>{t("upload.stop")}<span className="hidden-text">: {name}</span></button>}
        {(state === "stopped" || state === "failed") && !over && <button type="button" onClick={() => goOn(upload.key)}>{t("upload.goOn")}<span className="hidden-text">: {name}</span></button>}
        {(state === "stopped" || state === "failed") && <Confirm label={t("upload.giveUp")} of={name} question={t("upload.giveUpQuestion", { name })} yes={t("upload.giveUp")} act={() => giveUp(upload.key)} />}
      </div>
    </>
  );
}
