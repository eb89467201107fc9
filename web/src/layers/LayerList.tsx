import { useDeferredValue, useEffect, useMemo, useState } from "react";
import { Checkbox, Heading, ToggleInput } from "suomifi-ui-components";
import { store, useAddress } from "../address/store";
import { useText } from "../i18n/useText";
import { useMap } from "../map/MapContext";
import { setDark, useDark } from "../map/dark";
import { announce } from "../shell/Announcer";
import { matcher } from "./filter";
import { type Layer, type Theme, isBackground, themeOrder, visibleByDefault } from "./layer";
import { CatalogueSteps } from "./CatalogueSteps";
import { LayerFacts } from "./LayerFacts";
import { LayerFilter } from "./LayerFilter";
import { LayerSwatch, Legend } from "./Legend";

/** Every layer under its theme: found by words, turned on and off, explained, with whose data it is. */
export function LayerList() {
  const { t } = useText();
  const { layers } = useMap();
  const chosen = useAddress((s) => s.layers);
  const [words, setWords] = useState("");
  const [only, setOnly] = useState<ReadonlySet<string> | null>(null);
  const on = useMemo(() => new Set(chosen ?? visibleByDefault(layers)), [chosen, layers]);
  const listed = layers.filter((l) => !isBackground(l));
  const shown = listed.filter((l) => on.has(l.id));
  const asked = useDeferredValue(words.trim());
  const found = useFound(asked).filter((l) => !only || isBackground(l) || only.has(l.id) || on.has(l.id));
  useAnnounced(asked, found.length);
  const toggle = (layer: Layer, visible: boolean) => {
    const next = listed.filter((l) => (l.id === layer.id ? visible : on.has(l.id))).map((l) => l.id);
    store.set({ layers: same(next, visibleByDefault(layers)) ? null : next });
  };
  // Those that are on when it is pressed: one that is turned off meanwhile stays where it is, to be turned on again.
  const limit = () => setOnly(only ? null : new Set(shown.map((l) => l.id)));
  const showAll = () => {
    setWords("");
    setOnly(null);
    document.getElementById("layer-filter")?.focus();
  };
  return (
    <section aria-labelledby="layers-heading">
      <Heading variant="h2" id="layers-heading">{t("layers.heading")}</Heading>
      <p className="intro">{t("layers.intro", { count: shown.length, all: listed.length })}</p>
      <DarkMap />
      <LayerFilter words={words} onChange={setWords} />
      <div className="layer-limit actions-small">
        <button type="button" aria-pressed={only !== null} disabled={!only && shown.length === 0} onClick={limit}>{t("layers.onlyShown")}</button>
        {asked && found.length > 0 && <span>{t("layers.found", { count: found.length })}</span>}
      </div>
      {asked && found.length === 0 && (
        <div className="note">
          <p>{t("layers.nothing", { words: asked })}</p>
          <div className="actions-small"><button type="button" onClick={showAll}>{t("layers.showAll")}</button></div>
        </div>
      )}
      {themeOrder.map((theme) => {
        const group = found.filter((l) => l.theme === theme && !isBackground(l));
        return group.length > 0 && <Group key={theme} theme={theme} layers={group} on={on} toggle={toggle} />;
      })}
      <Background layers={found.filter(isBackground)} />
      <CatalogueSteps />
    </section>
  );
}

/** The switch between the light map and the dark one. */
function DarkMap() {
  const { t } = useText();
  const { map } = useMap();
  const dark = useDark();
  if (!map) return null;
  return <div className="dark-map"><ToggleInput checked={dark} onChange={setDark}>{t("layers.dark")}</ToggleInput></div>;
}

/** The layers whose title, theme or publisher holds the words. */
function useFound(words: string): Layer[] {
  const { t } = useText();
  const { layers } = useMap();
  return useMemo(() => {
    const matches = matcher(words);
    const themes = new Set<string>(themeOrder);
    const theme = (l: Layer) => (isBackground(l) ? t("layers.background") : "") + (themes.has(l.theme) ? ` ${t(`theme.${l.theme as Theme}`)}` : "");
    return layers.filter((l) => matches(`${l.title} ${theme(l)} ${l.source.publisher}`));
  }, [words, layers, t]);
}

/** Milliseconds after the last key before the count is said. */
const pause = 600;

/** Says how many layers were found, once the words stand still. */
function useAnnounced(words: string, count: number) {
  const { t } = useText();
  useEffect(() => {
    if (!words) return;
    const timer = setTimeout(() => announce(count > 0 ? t("layers.found", { count }) : t("layers.nothing", { words })), pause);
    return () => clearTimeout(timer);
  }, [words, count, t]);
}

interface GroupProps {
  theme: Theme;
  layers: Layer[];
  on: ReadonlySet<string>;
  toggle: (layer: Layer, visible: boolean) => void;
}

function Group({ theme, layers, on, toggle }: GroupProps) {
  const { t } = useText();
  return (
    <section className="layer-group" aria-labelledby={`theme-${theme}`}>
      <h3 id={`theme-${theme}`} className={layers.length === 1 && layers[0]?.title === t(`theme.${theme}`) ? "hidden-text" : undefined}>{t(`theme.${theme}`)}</h3>
      <ul>
        {layers.map((layer) => (
          <li key={layer.id} className="layer">
            <div className="layer-line">
              <Checkbox checked={on.has(layer.id)} onClick={({ checkboxState }) => toggle(layer, checkboxState)}>{layer.title}</Checkbox>
              <LayerSwatch layer={layer} />
            </div>
            {on.has(layer.id) && <Legend layer={layer} />}
            <LayerFacts layer={layer} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What the background is drawn from: always on, told all the same. */
function Background({ layers }: { layers: Layer[] }) {
  const { t } = useText();
  if (layers.length === 0) return null;
  return (
    <section className="layer-group" aria-labelledby="theme-background">
      <h3 id="theme-background">{t("layers.background")}</h3>
      <ul>
        {layers.map((layer) => (
          <li key={layer.id} className="layer">
            <div className="layer-line">
              <span className="layer-title">{layer.title}</span>
              <LayerSwatch layer={layer} />
            </div>
            <LayerFacts layer={layer} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const same = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((id, i) => id === b[i]);
