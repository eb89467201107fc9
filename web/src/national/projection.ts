import Projection from "ol/proj/Projection";
import { addCoordinateTransforms, addProjection, get } from "ol/proj";
import type { Coordinate } from "ol/coordinate";
import { fromTM35FIN, toTM35FIN } from "../geo/tm35fin";

/** ETRS-TM35FIN, with the square of the national grid (JHS 180) as its extent. */
export const tm35fin = new Projection({ code: "EPSG:3067", units: "m", extent: [-548576, 6291456, 1548576, 8388608] });

addProjection(tm35fin);
const degrees = get("EPSG:4326");
if (degrees)
  addCoordinateTransforms(
    degrees,
    tm35fin,
    (c: Coordinate) => [...toTM35FIN([c[0] ?? 0, c[1] ?? 0])],
    (c: Coordinate) => [...fromTM35FIN([c[0] ?? 0, c[1] ?? 0])],
  );
