import { useDeferredValue, useEffect, useState } from "react";
import { Field, Select } from "../form/Field";
import { useCatalogue } from "../i18n/catalogue";
import { matcher } from "../layers/filter";
import { type Layer, type Theme, themeOrder } from "../layers/layer";
import { useMap } from "../map/MapContext";
import { announce } from "../shell/Announcer";
import { Top } from "../shell/Top";
import { useMe } from "../who/queries";
import { Back } from "./Back";
import { CatalogueLink } from "./CatalogueLink";
import { HealthMark } from "./HealthMark";
import { type Mark, markOf } from "./mark";
import { type Order, orders, sorted } from "./order";
import { useSources } from "./queries";
import { isRegistrar } from "./registrar";

/** Milliseconds after the last change before the count is said. */
const pause = 600;

const themes = new Set<string>(themeOrder);

/** Every layer, with whose data it is, of what day, and how its source is. */
export function Catalogue({ here }: { here: boolean }) {
  const { t, common, lang } = useCatalogue();
  const { layers } = useMap();
  const sources = useSources();
  const { data: me } = useMe();
  const [words, setWords] = useState("");
  const [theme, setTheme] = useState("");
  const [order, setOrder] = useState<Order>("title");
  const [now] = useState(() => Date.now());
  const asked = useDeferredValue(words.trim());
  const themeName = (name: string) => (themes.has(name) ? common(`theme.${name as Theme}`) : name);
  const mark = (layer: Layer) => markOf(sources.data?.items.find((s) => s.layer === layer.id), now);
  const matches = matcher(asked);
  const found = sorted(layers.filter((l) => (!theme || l.theme === theme) && matches(`${l.title} ${themeName(l.theme)} ${l.source.publisher} ${l.id}`)), order, lang, mark);
  const count = t("catalogue.count", { count: found.length });
  useEffect(() => {
    if (!here || (!asked && !theme)) return;
    const timer = setTimeout(() => announce(count), pause);
    return () => clearTimeout(timer);
  }, [here, asked, theme, count]);
  const used = themeOrder.filter((name) => layers.some((l) => l.theme === name)).sort((a, b) => themeName(a).localeCompare(themeName(b), lang));
  return (
    <section aria-labelledby="catalogue-heading">
      <Top id="catalogue-heading" heading={t("catalogue.heading")} focusOn={here}><Back to={{}}>{common("layers.heading")}</Back></Top>
      <p className="intro">{t("catalogue.intro")}</p>
      <ul className="links catalogue-links">
        <li><CatalogueLink to={{ part: "sources" }}>{common("layers.sources")}</CatalogueLink></li>
        {isRegistrar(me) && <li><CatalogueLink to={{ part: "imports" }}>{common("layers.imports")}</CatalogueLink></li>}
      </ul>
      <div className="form">
        <Field id="catalogue-words" label={t("catalogue.words")} type="search" value={words} onChange={setWords} autoComplete="off" />
        <div className="form-row">
          <Select id="catalogue-theme" label={t("catalogue.theme")} value={theme} onChange={setTheme}>
            <option value="">{t("catalogue.anyTheme")}</option>
            {used.map((name) => <option key={name} value={name}>{themeName(name)}</option>)}
          </Select>
          <Select id="catalogue-order" label={t("catalogue.order")} value={order} onChange={(value) => setOrder(value as Order)}>
            {orders.map((o) => <option key={o} value={o}>{t(`catalogue.by.${o}`)}</option>)}
          </Select>
        </div>
      </div>
      <p className="hint">{count}</p>
      {found.length === 0 && <p className="note">{t("catalogue.none")}</p>}
      <ul className="rows">
        {found.map((layer) => <Row key={layer.id} layer={layer} theme={themeName(layer.theme)} mark={sources.data ? mark(layer) : null} />)}
      </ul>
    </section>
  );
}

function Row({ layer, theme, mark }: { layer: Layer; theme: string; mark: Mark | null }) {
  const { t, common, count, date } = useCatalogue();
  return (
    <li className="row catalogue-row">
      <div className="row-text">
        <CatalogueLink to={{ layer: layer.id }}>{layer.title}</CatalogueLink>
        <span>{[theme === layer.title ? "" : theme, layer.source.publisher, layer.live ? "" : t("catalogue.features", { count: layer.feature_count, number: count(layer.feature_count) })].filter(Boolean).join(" · ")}</span>
        <span>{layer.imported_at ? t("catalogue.dates", { data: layer.data_date ? date(layer.data_date) : common("layers.dateUnknown"), imported: date(layer.imported_at) }) : common("layers.live")}</span>
        {mark && !layer.live && <HealthMark mark={mark} />}
      </div>
    </li>
  );
}
