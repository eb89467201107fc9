import { useEffect, useState } from "react";
import { useAddress } from "../address/store";
import { toTM35FIN } from "../geo/tm35fin";
import { useText } from "../i18n/useText";
import { useMap } from "../map/MapContext";

/** The cross in the middle of the map that the keyboard draws with, and where it is in words. */
export function Cross() {
  const { map } = useMap();
  const { t, coordinate } = useText();
  const [focused, setFocused] = useState(false);
  const camera = useAddress((s) => s.camera);
  useEffect(() => {
    if (!map) return;
    const look = () => setFocused(map.canvas.matches(":focus-visible"));
    const { canvas } = map;
    canvas.addEventListener("focus", look);
    canvas.addEventListener("blur", look);
    look();
    return () => {
      canvas.removeEventListener("focus", look);
      canvas.removeEventListener("blur", look);
    };
  }, [map]);
  if (!map || !focused || !camera) return null;
  const [e, n] = toTM35FIN([camera.lon, camera.lat]);
  return (
    <div className="cross">
      <svg viewBox="0 0 40 40" aria-hidden="true" focusable="false">
        <path className="cross-halo" d="M20 2v14M20 24v14M2 20h14M24 20h14" />
        <path d="M20 2v14M20 24v14M2 20h14M24 20h14" />
      </svg>
      <p role="status">{t("place.cross", { e: coordinate(e), n: coordinate(n) })}</p>
    </div>
  );
}
