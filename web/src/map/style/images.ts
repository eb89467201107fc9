import type { Paths } from "./served";

/** Signs of what becomes of a feature: each has an outline and a sign of its own, so that none is told by colour alone. */
export const signs = {
  added: { outline: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16Z", sign: "M12 8.500v7M8.500 12h7", color: "#007a4d", dark: "#339571" },
  removed: { outline: "M5 5h14v14H5Z", sign: "m9 9 6 6M15 9l-6 6", color: "#ae302d", dark: "#c56a68" },
  moved: { outline: "M3 12 12 3l9 9-9 9Z", sign: "M8.500 12h7M12.500 9l3 3-3 3", color: "#235a9a", dark: "#6188b6" },
  changed: { outline: "M12 2.500 22.500 20.500h-21Z", sign: "M9.500 13h5M9.500 16.500h5", color: "#86499c", dark: "#a375b4" },
} as const;
export type Sign = keyof typeof signs;

export const signImage = (sign: Sign, color: string, ring: string) => `sign:${sign}:${color}:${ring}`;
export const patternImage = (pattern: string, color: string) => `pattern:${pattern}:${color}`;

const ratio = 2;

/** Draws an image that the page's own layers name, or returns null for a name that is not ours. */
export function draw(name: string, { patterns }: Paths): { data: ImageData; pixelRatio: number } | null {
  const [kind, what = "", color, ring] = name.split(":");
  const pattern = patterns[what];
  if (kind === "pattern" && color && pattern) {
    const c = canvas(12);
    c.lineCap = "round";
    c.lineWidth = pattern.width;
    c.strokeStyle = color;
    c.globalAlpha = 0.75;
    c.stroke(new Path2D(pattern.path));
    return pixels(c, 12);
  }
  if (kind === "sign" && color && ring && what in signs) {
    const { outline, sign } = signs[what as Sign];
    const c = canvas(28);
    c.translate(2, 2);
    const path = new Path2D(outline);
    c.lineJoin = "round";
    c.lineWidth = 4;
    c.strokeStyle = ring;
    c.stroke(path);
    c.fillStyle = color;
    c.fill(path);
    c.lineCap = "round";
    c.lineWidth = 2;
    c.stroke(new Path2D(sign));
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
