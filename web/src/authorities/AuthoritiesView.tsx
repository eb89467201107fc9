import { useDeferredValue, useEffect, useState } from "react";
import { Button } from "suomifi-ui-components";
import { useAddress } from "../address/store";
import { Field, Select } from "../form/Field";
import { usePeople } from "../i18n/people";
import { useArea } from "../map/useArea";
import { announce } from "../shell/Announcer";
import { Answer } from "../shell/Answer";
import { Top } from "../shell/Top";
import { AuthorityAdmin } from "./AuthorityAdmin";
import { AuthorityCard } from "./AuthorityCard";
import { AuthorityLink } from "./AuthorityLink";
import { OpenNow } from "./OpenNow";
import { useAuthorities, useFields } from "./queries";

/** The directory of authorities: all of them, one, or the administration of one. */
export function AuthoritiesView() {
  const code = useAddress((s) => s.authority);
  const admin = useAddress((s) => s.part) === "admin";
  // The list stays as it was left while one of its authorities is looked at.
  return (
    <>
      {code && (admin ? <AuthorityAdmin key={code} code={code} /> : <AuthorityCard key={code} code={code} />)}
      <div hidden={code !== null}><List here={code === null} /></div>
    </>
  );
}

/** Milliseconds after the last change before the count is said. */
const pause = 600;

function List({ here }: { here: boolean }) {
  const { t } = usePeople();
  const [words, setWords] = useState("");
  const [field, setField] = useState("");
  const [inView, setInView] = useState(false);
  const asked = useDeferredValue(words.trim());
  const area = useArea();
  const fields = useFields();
  const found = useAuthorities({ words: asked, field, box: inView ? (area?.box ?? null) : null });
  const items = found.data?.pages.flatMap((page) => page.items ?? []) ?? [];
  const count = found.data ? t(found.hasNextPage ? "authorities.first" : "authorities.count", { count: items.length }) : "";
  useEffect(() => {
    if (!here || (!asked && !field && !inView)) return;
    const timer = setTimeout(() => announce(count), pause);
    return () => clearTimeout(timer);
  }, [here, asked, field, inView, count]);
  const sorted = [...(fields.data?.items ?? [])].sort((a, b) => a.name.localeCompare(b.name, "fi"));
  return (
    <section aria-labelledby="authorities-heading">
      <Top id="authorities-heading" heading={t("authorities.heading")} focusOn={here} />
      <p className="intro">{t("authorities.intro")}</p>
      <div className="form">
        <Field id="authorities-words" label={t("authorities.words")} type="search" value={words} onChange={setWords} autoComplete="off" />
        <Select id="authorities-field" label={t("authorities.field")} value={field} onChange={setField}>
          <option value="">{t("authorities.anyField")}</option>
          {sorted.map((f) => <option key={f.code} value={f.code}>{f.name}</option>)}
        </Select>
        <label className="choice"><input type="checkbox" checked={inView} onChange={(e) => setInView(e.target.checked)} /><span>{t("authorities.inView")}</span></label>
      </div>
      <Answer query={found}>
        <p className="hint">{count}</p>
        {found.data && items.length === 0 && <p className="note">{t("authorities.none")}</p>}
        <ul className="rows">
          {items.map((item) => (
            <li key={item.code} className="row">
              <div className="row-text">
                <AuthorityLink code={item.code}>{item.name}</AuthorityLink>
                <span>{t(`authority.kind.${item.kind}`)} <OpenNow open={item.open_now} /></span>
              </div>
            </li>
          ))}
        </ul>
        {found.hasNextPage && <Button variant="secondary" fullWidth aria-disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>{t("more")}</Button>}
      </Answer>
    </section>
  );
}
