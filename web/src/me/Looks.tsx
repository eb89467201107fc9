import { Button } from "suomifi-ui-components";
import { usePeople } from "../i18n/people";
import { Answer } from "../shell/Answer";
import { type Look, useLooks } from "./queries";

interface Props {
  path: "/api/v1/looks" | "/api/v1/mandate-uses";
  none: string;
}

/** Entries of the audit log, the newest first, page after page. */
export function Looks({ path, none }: Props) {
  const { t } = usePeople();
  const looks = useLooks(path);
  const items = looks.data?.pages.flatMap((page) => page.items ?? []) ?? [];
  return (
    <Answer query={looks}>
      {looks.data && items.length === 0 && <p className="hint">{none}</p>}
      <ol className="rows looks">{items.map((look) => <Row key={look.number} look={look} />)}</ol>
      {looks.hasNextPage && <Button variant="secondary" fullWidth aria-disabled={looks.isFetchingNextPage} onClick={() => void looks.fetchNextPage()}>{t("more")}</Button>}
    </Answer>
  );
}

function Row({ look }: { look: Look }) {
  const { t, time } = usePeople();
  const offices = (look.authorities ?? []).map((authority) => authority.name).join(", ");
  const who = look.self ? t("me.looks.self") : offices ? t("me.looks.official", { authority: offices }) : (look.by ?? t("me.looks.service"));
  return (
    <li className="row look">
      <div className="row-text">
        <b>{look.what}</b>
        <span>{t("me.looks.by", { who })}{look.kind === "refused" && <> · {t("me.looks.refused")}</>}</span>
        <span><time dateTime={look.at}>{time(look.at)}</time>{look.address && <> · {look.address}</>}</span>
        {look.matter && <span>{t("me.looks.matter", { matter: look.matter })}</span>}
      </div>
    </li>
  );
}
