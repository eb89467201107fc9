import { useState } from "react";
import { useCatalogue } from "../i18n/catalogue";
import { Answer } from "../shell/Answer";
import { Top } from "../shell/Top";
import { Back } from "./Back";
import { CatalogueLink } from "./CatalogueLink";
import { Facts } from "./Facts";
import { HealthMark } from "./HealthMark";
import { every } from "./every";
import { markOf, marks } from "./mark";
import { type Source, useSources } from "./queries";

/** How every source is: those that fail first. */
export function SourcesPage() {
  const { t, common, lang } = useCatalogue();
  const sources = useSources();
  const [now] = useState(() => Date.now());
  const marked = (sources.data?.items ?? []).map((source) => ({ source, mark: markOf(source, now) }))
    .sort((a, b) => marks.indexOf(a.mark) - marks.indexOf(b.mark) || a.source.title.localeCompare(b.source.title, lang));
  const wrong = marked.filter(({ mark }) => mark === "alerting" || mark === "failing" || mark === "late").length;
  return (
    <section aria-labelledby="sources-heading">
      <Top id="sources-heading" heading={common("layers.sources")} focusOn="sources"><Back to={{}}>{common("layers.heading")}</Back></Top>
      <p className="intro">{t("sources.intro")}</p>
      <Answer query={sources}>
        {sources.data && marked.length === 0 && <p className="note">{t("sources.none")}</p>}
        {marked.length > 0 && <p className="hint">{t("sources.count", { count: marked.length })} {wrong > 0 ? t("sources.wrong", { count: wrong }) : t("sources.allWell")}</p>}
        <ul className="cards">
          {marked.map(({ source, mark }) => (
            <li key={source.layer} className="card source">
              <h3><CatalogueLink to={{ layer: source.layer }}>{source.title}</CatalogueLink></h3>
              <HealthMark mark={mark} />
              <SourceFacts source={source} />
            </li>
          ))}
        </ul>
      </Answer>
    </section>
  );
}

/** Where a layer is fetched from, and what came of it. */
export function SourceFacts({ source }: { source: Source }) {
  const { t, time, date } = useCatalogue();
  return (
    <>
      {source.failure && <p className="source-failure">{source.failure.text}</p>}
      {source.failing_since && <p className="hint">{t("sources.kept")}</p>}
      <Facts facts={[
        [t("sources.failingSince"), source.failing_since && time(source.failing_since)],
        [t("sources.dataDate"), source.data_date && date(source.data_date)],
        [t("sources.imported"), source.imported_at && time(source.imported_at)],
        [t("sources.checked"), source.checked_at ? time(source.checked_at) : t("sources.never")],
        [t("sources.changed"), source.changed_at && time(source.changed_at)],
        [t("sources.next"), time(source.next_at)],
        [t("sources.every"), t(...every(source.every_minutes))],
        [t("sources.publish"), t(`schedule.${source.publish}`)],
        [t("sources.keeper"), source.keeper?.name],
        [t("sources.address"), source.address],
      ]} />
    </>
  );
}
