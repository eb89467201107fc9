/** Papers, millimetres, upright. */
export const papers = { a4: [210, 297], a3: [297, 420] } as const;
export type Paper = keyof typeof papers;

/** Scales that can be chosen, beside that of the screen. */
export const scales = [500, 1000, 2000, 4000, 5000, 10_000, 20_000, 50_000] as const;

/** Room round what is printed, millimetres: what printers cannot reach. */
export const margin = 10;

export interface Sheet {
  /** Of the paper, millimetres. */
  width: number;
  height: number;
  /** Of the map on it. */
  map: { width: number; height: number };
}

/** How much of the height the map has; the rest is for words, which flow on to more sheets where they are many. */
const share = 0.62;

export function sheetOf(paper: Paper, landscape: boolean): Sheet {
  const [short, long] = papers[paper];
  const [width, height] = landscape ? [long, short] : [short, long];
  return { width, height, map: { width: width - 2 * margin, height: Math.round((height - 2 * margin) * share) } };
}

const rad = Math.PI / 180;
const axis = 6378137;
const flattening = 1 / 298.257222101;
const e2 = flattening * (2 - flattening);

/**
 * Metres on the ground (GRS 80) per metre of web mercator, which is drawn on a sphere: the mean of east and north, which differ
 * by 0.15 % in Finland.
 */
export function groundPerMercator(lat: number): number {
  const w = 1 - e2 * Math.sin(lat * rad) ** 2;
  const [east, north] = [1 / Math.sqrt(w), (1 - e2) / w ** 1.5];
  return (Math.cos(lat * rad) * (east + north)) / 2;
}

/** The zoom at which a pixel of so many millimetres shows the ground at a scale. */
export function zoomFor(scale: number, lat: number, millimetres: number): number {
  const mercator = (scale * millimetres) / 1000 / groundPerMercator(lat);
  return Math.log2((2 * Math.PI * axis) / (512 * mercator));
}

/** Round scales, for maps that are as large as what they show needs. */
const round = [2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000];

/** The largest round scale at which a box, degrees, fits on a map of so many millimetres with room round it. */
export function scaleFor([west, south, east, north]: readonly [number, number, number, number], width: number, height: number): number {
  const [x, y] = [(east - west) * rad, mercatorOf(north) - mercatorOf(south)].map((side) => side * axis * groundPerMercator((south + north) / 2) * 1000) as [number, number];
  const needed = Math.max(x / (width * room), y / (height * room));
  return round.find((scale) => scale >= needed) ?? (round.at(-1) as number);
}

/** The share of a map that what it shows may fill. */
const room = 0.8;

const mercatorOf = (lat: number) => Math.log(Math.tan(Math.PI / 4 + (lat * rad) / 2));

/** The latitude in the middle of two on the map. */
export const middleLat = (south: number, north: number) => (2 * Math.atan(Math.exp((mercatorOf(south) + mercatorOf(north)) / 2)) - Math.PI / 2) / rad;

/** Millimetres of a pixel of a screen, as style sheets count them. */
export const pixel = 25.4 / 96;

/** Pixels of the map on paper to one of a screen: printed signs and names are read when they are smaller, and more of them fit. */
export const finer = 1.5;

/** The scale of the screen, to two digits: what is printed is drawn at that very number. */
export function screenScale(zoom: number, lat: number): number {
  const scale = ((2 * Math.PI * axis) / (512 * 2 ** zoom) / pixel) * 1000 * groundPerMercator(lat);
  const digit = 10 ** (Math.floor(Math.log10(scale)) - 1);
  return Math.round(scale / digit) * digit;
}

/** The longest round number of metres that is at most 60 mm on paper. */
export function barOf(scale: number): { metres: number; millimetres: number } {
  const most = (60 * scale) / 1000;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = ([5, 2, 1].find((n) => n * power <= most) ?? 1) * power;
  return { metres, millimetres: (metres / scale) * 1000 };
}

/** How far the north of the ETRS-TM35FIN grid lies east of true north, degrees. */
export function convergence(lon: number, lat: number): number {
  return Math.atan(Math.tan((lon - 27) * rad) * Math.sin(lat * rad)) / rad;
}
