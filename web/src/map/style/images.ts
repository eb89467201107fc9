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
  if (kind === "symbol" && ring && what in shapes) {
    const c = canvas(28);
    c.translate(2, 2);
    const path = new Path2D(shapes[what as Shape]);
    c.lineJoin = "round";
    c.lineWidth = 4;
    c.strokeStyle = ring;
    c.stroke(path);
    c.fillStyle = color;
    c.fill(path);
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
