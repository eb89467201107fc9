import { useState } from "react";
import { store } from "../address/store";
import { useText } from "../i18n/useText";
import { announce } from "../shell/Announcer";
import { useMap } from "../map/MapContext";
import { PlaceInput, type Found } from "./PlaceInput";

/** The page's search: what is chosen is shown on the map, with what is there. */
export function SearchBox({ onFocus }: { onFocus: () => void }) {
  const { t } = useText();
  const { map } = useMap();
  const [words, setWords] = useState("");
  const choose = (found: Found) => {
    const [lon, lat] = found.point as [number, number];
    setWords(found.title);
    if (map) {
      const [west, south, east, north] = found.bbox ?? [lon, lat, lon, lat];
      map.fit([west as number, south as number, east as number, north as number]);
    }
    const feature = found.layer && found.feature_id ? { layer: found.layer, id: found.feature_id } : null;
    store.set(map ? { at: { lon, lat }, feature } : { at: { lon, lat }, feature, camera: { lon, lat, zoom: 16 } }, true);
    announce(t("search.shown", { title: found.title }));
  };
  return (
    <form role="search" className="search" onSubmit={(e) => e.preventDefault()}>
      <PlaceInput id="search" label={t("search.label")} hideLabel placeholder={t("search.placeholder")} value={words} onChange={setWords} onChoose={choose} onFocus={onFocus} withIcon />
    </form>
  );
}
