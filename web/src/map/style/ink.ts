/** The colours of what the page itself draws on the map; those of layers come with the style. */
export interface Ink {
  dark: boolean;
  grid: { line: string; name: string; halo: string };
  /** What the person does on the map. */
  ink: string;
  glow: string;
  measure: string;
  edge: string;
  /** How a raster background is drawn. */
  raster: Record<string, number>;
}

export const light: Ink = {
  dark: false,
  grid: { line: "#8c979b", name: "#5f696d", halo: "#f7f7f8" },
  ink: "#00347a", glow: "#1a99c7", measure: "#212121", edge: "#ffffff",
  raster: { "raster-brightness-min": 0, "raster-brightness-max": 1, "raster-hue-rotate": 0, "raster-saturation": 0 },
};

export const dark: Ink = {
  dark: true,
  grid: { line: "#6d787d", name: "#a5acb0", halo: "#17191c" },
  ink: "#8cc4ff", glow: "#45c1f2", measure: "#ffffff", edge: "#0f1113",
  // Light becomes dark and hues stay where they were.
  raster: { "raster-brightness-min": 0.92, "raster-brightness-max": 0.1, "raster-hue-rotate": 180, "raster-saturation": -0.2 },
};

export const inkOf = (isDark: boolean): Ink => (isDark ? dark : light);

/** Families that fonts.css gives the page's typeface for the map, the same as in the style; the engine draws its glyphs from them. */
export const regular = ["Kartta"];
export const semibold = ["Kartta-SemiBold"];
