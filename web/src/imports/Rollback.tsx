import { useQueryClient } from "@tanstack/react-query";
import { Confirm } from "../form/Confirm";
import { useCatalogue } from "../i18n/catalogue";
import { published } from "../layers/fetch";
import { announce } from "../shell/Announcer";
import { mine } from "../who/queries";
import { rollBack } from "./queries";

interface Props {
  id: string;
  current: number;
  replaced: number;
  done: () => Promise<void>;
}

/** Publishes the version that was published before the current one. */
export function Rollback({ id, current, replaced, done }: Props) {
  const { t } = useCatalogue();
  const queries = useQueryClient();
  const act = async () => {
    const now = await rollBack(id, current);
    dispatchEvent(new Event(published));
    await Promise.all([done(), queries.invalidateQueries({ queryKey: [mine] })]);
    announce(t("rollback.done", { version: now.version }));
  };
  return (
    <div className="actions actions-small">
      <Confirm label={t("rollback.go")} of={id} question={t("rollback.question", { version: replaced })} yes={t("rollback.go")} act={act} />
    </div>
  );
}
