import { useQueryClient } from "@tanstack/react-query";
import type { Geometry } from "geojson";
import { useRef } from "react";
import { Button } from "suomifi-ui-components";
import { begin } from "../address/address";
import { store } from "../address/store";
import { useAction } from "../form/useAction";
import { useText } from "../i18n/useText";
import type { Answers } from "../plan/answers";
import { announce } from "../shell/Announcer";
import { ProblemNote } from "../shell/Answer";
import { keepCheck, keptKey } from "./queries";

/** Keeps the check of the place and opens it, at an address that can be shared. */
export function KeepCheck({ place, project }: { place: Geometry; project: Answers }) {
  const { t } = useText();
  const queries = useQueryClient();
  const key = useRef(crypto.randomUUID()); // the same when it is tried again
  const { run, busy, problem } = useAction(async () => {
    const kept = await keepCheck(place, project, key.current);
    queries.setQueryData(keptKey(kept.id), kept);
    announce(t("findings.keepDone"));
    await store.setPlace(null, { ...begin("place"), check: false, run: kept.id });
  });
  return (
    <div className="keep">
      <p className="hint">{t("findings.keepHint")}</p>
      {problem && <ProblemNote problem={problem} />}
      <Button variant="secondary" aria-disabled={busy} onClick={() => void run()}>{t("findings.keep")}</Button>
    </div>
  );
}
