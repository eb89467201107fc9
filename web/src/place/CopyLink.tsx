import { useState } from "react";
import { Button, IconCopy } from "suomifi-ui-components";
import { useText } from "../i18n/useText";
import { announce } from "../shell/Announcer";

/** Copies the page's address, which holds what it shows. */
export function CopyLink() {
  const { t } = useText();
  const [state, setState] = useState<"" | "copied" | "failed">("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      setState("copied");
      announce(t("place.copied"));
    } catch {
      setState("failed");
      announce(t("place.copyFailed"));
    }
  };
  return (
    <>
      <Button variant="secondary" icon={<IconCopy />} onClick={() => void copy()}>{state === "copied" ? t("place.copied") : t("place.copy")}</Button>
      {state === "failed" && <p className="note">{t("place.copyFailed")}</p>}
    </>
  );
}
