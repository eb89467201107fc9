import { contrast, fromHsl, shade, toHsl } from "./colour";

type Change = (hex: string) => string;

/** The colours of a map, light or dark: those of the paper, and how the colours of recipes are changed by what they paint. */
export interface Tone {
  dark: boolean;
  paper: string;
  casing: string;
  halo: string;
  /** Names of streets and buildings. */
  townName: string;
  grid: { line: string; name: string; halo: string };
  /** What the person does on the map. */
  ink: string;
  glow: string;
  measure: string;
  edge: string;
  land: Change;
  water: Change;
  waterEdge: Change;
  street: Change;
  building: Change;
  buildingEdge: Change;
  /** Areas of thematic layers, their lines and symbols, and the outlines of areas. */
  fill: Change;
  mark: Change;
  outline: Change;
  /** Names, darker than what they name by a share. */
  name: (hex: string, share: number) => string;
  /** Ring of symbols. */
  ring: string;
  /** How a raster background is drawn. */
  raster: Record<string, number>;
}

const as = (change: number): Change => (hex) => shade(hex, change);
const same: Change = (hex) => hex;

export const light: Tone = {
  dark: false,
  paper: "#f7f7f8", casing: "#cfc8b8", halo: "rgba(255,255,255,0.9)", townName: "#4c4638",
  grid: { line: "#8c979b", name: "#5f696d", halo: "#f7f7f8" },
  ink: "#00347a", glow: "#1a99c7", measure: "#212121", edge: "#ffffff",
  land: same, water: same, waterEdge: as(-0.18), street: same, building: same, buildingEdge: as(-0.3),
  fill: same, mark: same, outline: as(-0.15), name: (hex, share) => shade(hex, -share), ring: "#ffffff",
  raster: { "raster-brightness-min": 0, "raster-brightness-max": 1, "raster-hue-rotate": 0, "raster-saturation": 0 },
};

/** The land of the dark map as it mostly is: what lines and names are measured against. */
export const darkLand = "#24272a";
/** Lines are seen on everything but their like, names are read even across a street. */
const lineContrast = 4;
const nameContrast = 11;
const fillContrast = 7;

/** Lightens a colour until it stands out from the dark land. */
function lifted(hex: string, least: number): string {
  for (let share = 0; share < 1; share += 0.04) {
    const color = shade(hex, share);
    if (contrast(color, darkLand) >= least) return color;
  }
  return "#ffffff";
}

/** Darkens a colour until light names stand out from it. */
function lowered(hex: string, least: number): string {
  for (let share = 0; share < 1; share += 0.04) {
    const color = shade(dimmed(hex, 0.9, (l) => Math.max(l, 0.32)), -share);
    if (contrast(color, "#ffffff") >= least) return color;
  }
  return darkLand;
}

/** The hue of a colour, with its saturation multiplied and another lightness. */
function dimmed(hex: string, saturation: number, lightness: (l: number) => number): string {
  const [h, s, l] = toHsl(hex);
  return fromHsl(h, Math.min(s * saturation, 1), lightness(l));
}

/** Streets drawn light on light paper stay quiet; those drawn dark, to stand out, are lifted. */
const darkStreet: Change = (hex) => (toHsl(hex)[2] > 0.7 ? dimmed(hex, 0.4, (l) => 0.14 + 0.22 * l) : lifted(hex, lineContrast));

export const dark: Tone = {
  dark: true,
  paper: "#17191c", casing: "#0f1113", halo: "rgba(20,22,25,0.9)", townName: "#dedad2",
  grid: { line: "#6d787d", name: "#a5acb0", halo: "#17191c" },
  ink: "#8cc4ff", glow: "#45c1f2", measure: "#ffffff", edge: "#0f1113",
  land: (hex) => dimmed(hex, 0.4, (l) => 0.06 + 0.1 * l),
  water: (hex) => dimmed(hex, 1, () => 0.17),
  waterEdge: (hex) => dimmed(hex, 1, () => 0.32),
  street: darkStreet,
  building: (hex) => dimmed(hex, 0.7, () => 0.3),
  buildingEdge: (hex) => dimmed(hex, 0.5, () => 0.5),
  fill: (hex) => lowered(hex, fillContrast),
  mark: (hex) => lifted(hex, lineContrast),
  outline: (hex) => lifted(hex, lineContrast),
  name: (hex) => lifted(hex, nameContrast),
  ring: "#0f1113",
  // Light becomes dark and hues stay where they were.
  raster: { "raster-brightness-min": 0.92, "raster-brightness-max": 0.1, "raster-hue-rotate": 180, "raster-saturation": -0.2 },
};

export const toneOf = (isDark: boolean): Tone => (isDark ? dark : light);
