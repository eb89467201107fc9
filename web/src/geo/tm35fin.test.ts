import { describe, it } from "node:test";
import { expect } from "expect";
import { type EN, type LonLat, fromTM35FIN, toTM35FIN } from "./tm35fin";

// Computed with PROJ (gdaltransform -s_srs EPSG:4258 -t_srs EPSG:3067, axes as lon lat).
const points: [name: string, LonLat, EN][] = [
  ["Helsinki", [24.94, 60.17], [385700.421384906, 6672126.74301073]],
  ["Maarianhamina", [19.94, 60.1], [107899.82232644, 6683529.77306799]],
  ["Kuopio", [27.68, 62.9], [534561.029617928, 6974630.16318269]],
  ["Ilomantsi", [31.58, 62.8], [733429.46942121, 6971610.40060163]],
  ["Utsjoki", [27.03, 69.9], [501150.623083335, 7754721.74149577]],
];

describe("ETRS-TM35FIN", () => {
  for (const [name, [lon, lat], [e, n]] of points) {
    it(`${name} to a tenth of a millimetre`, () => {
      const got = toTM35FIN([lon, lat]);
      expect(got[0]).toBeCloseTo(e, 4);
      expect(got[1]).toBeCloseTo(n, 4);
    });
    it(`${name} back to degrees`, () => {
      const got = fromTM35FIN([e, n]);
      expect(got[0]).toBeCloseTo(lon, 9);
      expect(got[1]).toBeCloseTo(lat, 9);
    });
  }
});
