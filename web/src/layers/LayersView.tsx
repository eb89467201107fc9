import { useMemo } from "react";
import { Checkbox, Heading } from "suomifi-ui-components";
import { store, useAddress } from "../address/store";
import { useText } from "../i18n/useText";
import { useMap } from "../map/MapContext";
import { type Layer, type Theme, isBackground, themeOrder, visibleByDefault } from "./layer";
import { LayerFacts } from "./LayerFacts";
import { Legend } from "./Legend";
import { Swatch } from "./Swatch";

/** Every layer under its theme: turned on and off, explained, with whose data it is. */
export function LayersView() {
  const { t } = useText();
  const { layers } = useMap();
  const chosen = useAddress((s) => s.layers);
  const on = useMemo(() => new Set(chosen ?? visibleByDefault(layers)), [chosen, layers]);
  const listed = layers.filter((l) => !isBackground(l));
  const toggle = (layer: Layer, visible: boolean) => {
    const next = listed.filter((l) => (l.id === layer.id ? visible : on.has(l.id))).map((l) => l.id);
    store.set({ layers: same(next, visibleByDefault(layers)) ? null : next });
  };
  return (
    <section aria-labelledby="layers-heading">
      <Heading variant="h2" id="layers-heading">{t("layers.heading")}</Heading>
      <p className="intro">{t("layers.intro", { on: listed.filter((l) => on.has(l.id)).length, all: listed.length })}</p>
      {themeOrder.map((theme) => {
        const group = listed.filter((l) => l.theme === theme);
        return group.length > 0 && <Group key={theme} theme={theme} layers={group} on={on} toggle={toggle} />;
      })}
      <Background />
    </section>
  );
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
              <Swatch layer={layer} />
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
function Background() {
  const { t } = useText();
  const { layers } = useMap();
  const background = layers.filter(isBackground);
  if (background.length === 0) return null;
  return (
    <section className="layer-group" aria-labelledby="theme-background">
      <h3 id="theme-background">{t("layers.background")}</h3>
      <ul>
        {background.map((layer) => (
          <li key={layer.id} className="layer">
            <div className="layer-line">
              <span className="layer-title">{layer.title}</span>
              <Swatch layer={layer} />
            </div>
            <LayerFacts layer={layer} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const same = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((id, i) => id === b[i]);
