import { useCatalogue } from "../i18n/catalogue";
import { bytes, seconds } from "../imports/amounts";
import { Answer } from "../shell/Answer";
import { Facts } from "./Facts";
import { type Serving as Served, useServing } from "./queries";

/** What makes the layer's tiles, for those who keep it: memory, or the database and why. */
export function Serving({ id }: { id: string }) {
  const { t } = useCatalogue();
  const serving = useServing(id);
  return (
    <section className="part" aria-labelledby="serving-heading">
      <h3 id="serving-heading">{t("serving.heading")}</h3>
      <Answer query={serving}>{serving.data && <Standing serving={serving.data} />}</Answer>
    </section>
  );
}

function Standing({ serving }: { serving: Served }) {
  const { t, count, lang } = useCatalogue();
  const { state, unfit, need_bytes: need } = serving;
  const kept = state === "memory";
  return (
    <>
      <p className="hint" role="status">{unfit ? t(`serving.unfit.${unfit}`) : t(`serving.state.${state as Exclude<Served["state"], "unfit">}`)}</p>
      <Facts facts={[
        [t("serving.by"), t(`serving.${serving.by}`)],
        [t("serving.takes"), kept && bytes(serving.bytes, lang)],
        [t("serving.features"), kept && count(serving.features)],
        [t("serving.took"), kept && seconds(serving.seconds, lang)],
        [t("serving.needs"), need !== undefined && bytes(need, lang)],
        [t("serving.free"), (kept || need !== undefined) && t("serving.freeOf", { free: bytes(serving.free_bytes, lang), room: bytes(serving.room_bytes, lang) })],
      ]} />
      {need !== undefined && <p className="hint">{t("serving.more")}</p>}
    </>
  );
}
