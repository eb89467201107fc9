/**
 * EPSG:3067, ETRS-TM35FIN: transverse mercator on GRS 80, central meridian 27° E, scale 0.9996, false easting
 * 500 000 m. Krüger's series to the fourth order (JHS 197), good to well under a millimetre in Finland.
 */

/** Easting and northing, metres. */
export type EN = readonly [e: number, n: number];
/** Longitude and latitude, degrees. */
export type LonLat = readonly [lon: number, lat: number];

const a = 6378137;
const f = 1 / 298.257222101;
const k0 = 0.9996;
const lon0 = (27 * Math.PI) / 180;
const e0 = 500000;

const n = f / (2 - f);
const [n2, n3, n4] = [n ** 2, n ** 3, n ** 4];
const rectifying = (a / (1 + n)) * (1 + n2 / 4 + n4 / 64);
const eccentricity = Math.sqrt(f * (2 - f));

const forward = [
  n / 2 - (2 * n2) / 3 + (5 * n3) / 16 + (41 * n4) / 180,
  (13 * n2) / 48 - (3 * n3) / 5 + (557 * n4) / 1440,
  (61 * n3) / 240 - (103 * n4) / 140,
  (49561 * n4) / 161280,
];
const inverse = [
  n / 2 - (2 * n2) / 3 + (37 * n3) / 96 - n4 / 360,
  n2 / 48 + n3 / 15 - (437 * n4) / 1440,
  (17 * n3) / 480 - (37 * n4) / 840,
  (4397 * n4) / 161280,
];

/** Degrees to metres. */
export function toTM35FIN([lon, lat]: LonLat): EN {
  const phi = (lat * Math.PI) / 180;
  const lambda = (lon * Math.PI) / 180 - lon0;
  const conformal = Math.atan(
    Math.sinh(Math.asinh(Math.tan(phi)) - eccentricity * Math.atanh(eccentricity * Math.sin(phi))),
  );
  const beta = Math.atan2(Math.tan(conformal), Math.cos(lambda));
  const eta0 = Math.atanh(Math.cos(conformal) * Math.sin(lambda));
  const xi0 = beta;
  let xi = xi0;
  let eta = eta0;
  forward.forEach((h, i) => {
    const j = 2 * (i + 1);
    xi += h * Math.sin(j * xi0) * Math.cosh(j * eta0);
    eta += h * Math.cos(j * xi0) * Math.sinh(j * eta0);
  });
  return [rectifying * eta * k0 + e0, rectifying * xi * k0];
}

/** Metres to degrees. */
export function fromTM35FIN([e, north]: EN): LonLat {
  const xi = north / (rectifying * k0);
  const eta = (e - e0) / (rectifying * k0);
  let xi0 = xi;
  let eta0 = eta;
  inverse.forEach((h, i) => {
    const j = 2 * (i + 1);
    xi0 -= h * Math.sin(j * xi) * Math.cosh(j * eta);
    eta0 -= h * Math.cos(j * xi) * Math.sinh(j * eta);
  });
  const conformal = Math.asin(Math.sin(xi0) / Math.cosh(eta0));
  const lambda = Math.atan2(Math.sinh(eta0), Math.cos(xi0));
  const q = Math.asinh(Math.tan(conformal));
  let phi = conformal;
  for (let i = 0; i < 6; i++) {
    phi = Math.atan(Math.sinh(q + eccentricity * Math.atanh(eccentricity * Math.sin(phi))));
  }
  return [((lambda + lon0) * 180) / Math.PI, (phi * 180) / Math.PI];
}

/** Scale of the grid at an easting: grid metres per true metre (spherical, good to 1 ppm in Finland). */
export function gridScale(e: number): number {
  const x = (e - e0) / k0;
  return k0 * (1 + (x * x) / (2 * 6383000 * 6383000));
}

/** An easting by which areas are true: the integral of 1 / scale², as the scale depends on the easting alone. */
export function trueEast(e: number): number {
  const x = (e - e0) / k0;
  const bend = (x / 6383000) ** 2;
  return (x / k0) * (1 - bend / 3 + (3 * bend * bend) / 20);
}
