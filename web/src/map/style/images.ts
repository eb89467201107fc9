import type { Pattern, Shape } from "./look";

/** Outlines of point symbols in a box of 24 × 24, for the map and for the legend alike. */
export const shapes: Record<Shape, string> = {
  circle: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16Z",
  square: "M5 5h14v14H5Z",
  diamond: "M12 2.500 21.500 12 12 21.500 2.500 12Z",
  triangle: "M12 3 22 20H2Z",
  pentagon: "M12 3 21.500 10 18 20.500H6L2.500 10Z",
  drop: "M12 2a7 7 0 0 0-7 7c0 5 7 13 7 13s7-8 7-13a7 7 0 0 0-7-7Z",
};

/** Lines of fill patterns in a tile of 12 × 12, for the map and for the legend alike. */
export const patterns: Record<Exclude<Pattern, "">, { path: string; width: number }> = {
  hatch: { path: "M-3 3 3-3M-1 13 13-1M9 15 15 9", width: 1.4 },
  cross: { path: "M0 12 12 0M0 0 12 12", width: 1 },
  dots: { path: "M3 3h.01M9 9h.01", width: 2.6 },
};

export const patternImage = (pattern: Pattern, color: string) => `pattern:${pattern}:${color}`;
export const symbolImage = (shape: Shape, color: string, ring: string) => `symbol:${shape}:${color}:${ring}`;

/** Signs of what becomes of a feature: each has an outline and a sign of its own, so that none is told by colour alone. */
export const signs = {
  added: { outline: shapes.circle, sign: "M12 8.500v7M8.500 12h7", color: "#007a4d" },
  removed: { outline: shapes.square, sign: "m9 9 6 6M15 9l-6 6", color: "#ae302d" },
  moved: { outline: "M3 12 12 3l9 9-9 9Z", sign: "M8.500 12h7M12.500 9l3 3-3 3", color: "#235a9a" },
  changed: { outline: "M12 2.500 22.500 20.500h-21Z", sign: "M9.500 13h5M9.500 16.500h5", color: "#86499c" },
} as const;
export type Sign = keyof typeof signs;
export const signImage = (sign: Sign, color: string, ring: string) => `sign:${sign}:${color}:${ring}`;

const ratio = 2;

/** Draws the image that a style names, or returns null for a name that is not ours. */
export function draw(name: string): { data: ImageData; pixelRatio: number } | null {
  const [kind, what, color, ring] = name.split(":");
  if (!what || !color) return null;
  if (kind === "pattern" && what in patterns) {
    const { path, width } = patterns[what as keyof typeof patterns];
    const c = canvas(12);
    c.lineCap = "round";
    c.lineWidth = width;
    c.strokeStyle = color;
    c.globalAlpha = 0.75;
    c.stroke(new Path2D(path));
    return pixels(c, 12);
  }
  if ((kind === "symbol" && ring && what in shapes) || (kind === "sign" && ring && what in signs)) {
    const sign = kind === "sign" ? signs[what as Sign] : null;
    const c = canvas(28);
    c.translate(2, 2);
    const path = new Path2D(sign ? sign.outline : shapes[what as Shape]);
    c.lineJoin = "round";
    c.lineWidth = 4;
    c.strokeStyle = ring;
    c.stroke(path);
    c.fillStyle = color;
    c.fill(path);
    if (sign) {
      c.lineCap = "round";
      c.lineWidth = 2;
      c.stroke(new Path2D(sign.sign));
    }
    return pixels(c, 28);
  }
  return null;
}

function canvas(size: number): CanvasRenderingContext2D {
  const element = document.createElement("canvas");
  element.width = element.height = size * ratio;
  const context = element.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("no 2d canvas");
  context.scale(ratio, ratio);
  return context;
}

function pixels(context: CanvasRenderingContext2D, size: number) {
  return { data: context.getImageData(0, 0, size * ratio, size * ratio), pixelRatio: ratio };
}
