import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { begin } from "../address/address";
import { store } from "../address/store";
import { client, done } from "../api/client";
import { Problem } from "../api/problem";
import { useText } from "../i18n/useText";
import { askAgain, spoken, useMe } from "../who/queries";
import { reserve } from "../who/reserve";
import { announce } from "./Announcer";

/** Says for whom one acts, whatever else the page shows. */
export function ActingStrip() {
  const { t } = useText();
  const { data: me } = useMe();
  const acting = me?.acting;
  const queries = useQueryClient();
  const [problem, setProblem] = useState("");
  useEffect(() => {
    if (me) reserve(Boolean(acting));
  }, [me, acting]);
  if (!acting) return null;
  const asMyself = async () => {
    try {
      await done(client.DELETE("/api/v1/acting", { headers: spoken }));
      setProblem("");
      await askAgain(queries);
      announce(t("acting.now", { name: t("acting.myself") }));
    } catch (error) {
      if (error instanceof Problem) setProblem(error.details.join(" "));
    }
  };
  return (
    <section className="acting" aria-label={t("acting.label")}>
      <p role="status"><span className="acting-word">{t("acting.for")}</span> <b>{acting.name}</b>{problem && <span className="acting-problem"> {problem}</span>}</p>
      <button type="button" onClick={() => void asMyself()}>{t("acting.stop")}</button>
      <button type="button" onClick={() => store.set({ ...begin("me"), part: "acting" }, true)}>{t("acting.change")}</button>
    </section>
  );
}
