import { store, useAddress } from "../address/store";
import { useCatalogue } from "../i18n/catalogue";
import { type Layer, isBackground, visibleByDefault } from "../layers/layer";
import { useMap } from "../map/MapContext";
import type { Box } from "../map/box";
import { announce } from "../shell/Announcer";

/** Turns a layer on and shows all of it; a live layer's features can be anywhere. */
export function OnMap({ layer }: { layer: Layer }) {
  const { t } = useCatalogue();
  const { map, layers } = useMap();
  const chosen = useAddress((s) => s.layers);
  if (!map || layer.bbox?.length !== 4) return null;
  const show = () => {
    const on = chosen ?? visibleByDefault(layers);
    if (!isBackground(layer) && !on.includes(layer.id)) store.set({ layers: [...on, layer.id] });
    if (!layer.live) map.fit(layer.bbox as unknown as Box, 15);
    announce(t("layer.shown", { title: layer.title }));
  };
  return <div className="actions actions-small"><button type="button" onClick={show}>{t("layer.show")}</button></div>;
}
