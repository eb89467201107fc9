/** Colours of the Suomi.fi design system, by the names of its tokens without case, dashes and prefix. */
const tokens: Record<string, string> = {
  whitebase: "#ffffff", blackbase: "#212121", blacklight1: "#6b6b6b", brandbase: "#00347a",
  depthdark1: "#5f696d", depthdark2: "#6d787d", depthdark3: "#8c979b", depthbase: "#a5acb0", depthlight3: "#f7f7f8",
  depthlight2: "#ebedee", depthlight1: "#c8cccf", depthsecondarydark1: "#e5f0ff", depthsecondary: "#f0f6ff",
  highlightdark1: "#235a9a", highlightbase: "#2a6ebb", highlightlight1: "#2e78cc", highlightlight2: "#d6e5f6",
  highlightlight3: "#eaf2fb", highlightlight4: "#f7fafd", accentbase: "#e86717", accentsecondary: "#1a99c7",
  accentsecondarylight1: "#f1fafd", accenttertiarydark1: "#86499c", accenttertiary: "#a160b3",
  accenttertiarylight1: "#f1ebf5", successdark1: "#078362", successbase: "#09a580", successsecondary: "#afe8dc",
  warningbase: "#f6af0a", warninglight1: "#fff6e0", alertbase: "#ae302d", alertlight1: "#fbefef", infobase: "#1763ee",
  infolight1: "#ebf2ff",
};

/** Resolves a recipe's colour: a token's name or #rrggbb. */
export function colour(name: string | undefined, otherwise: string): string {
  if (!name) return otherwise;
  if (name.startsWith("#")) return name;
  return tokens[name.toLowerCase().replace(/^(fi-)?color-/, "").replaceAll(/[-_.]/g, "")] ?? otherwise;
}

/** Mixes a colour with black (amount below 0) or white (above), for outlines and text. */
export function shade(hex: string, amount: number): string {
  const target = amount < 0 ? 0 : 255;
  const share = Math.abs(amount);
  const part = (i: number) => {
    const value = parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16);
    return Math.round(value + (target - value) * share).toString(16).padStart(2, "0");
  };
  return `#${part(0)}${part(1)}${part(2)}`;
}

const channels = (hex: string) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255) as [number, number, number];

/** Relative luminance, as WCAG has it. */
function luminance(hex: string): number {
  const [r, g, b] = channels(hex).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast of two colours, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/** Hue in degrees, saturation and lightness from 0 to 1. */
export function toHsl(hex: string): [h: number, s: number, l: number] {
  const [r, g, b] = channels(hex);
  const most = Math.max(r, g, b);
  const range = most - Math.min(r, g, b);
  const l = most - range / 2;
  if (range === 0) return [0, 0, l];
  const h = most === r ? (g - b) / range : most === g ? (b - r) / range + 2 : (r - g) / range + 4;
  return [(h * 60 + 360) % 360, range / (1 - Math.abs(2 * l - 1)), l];
}

export function fromHsl(h: number, s: number, l: number): string {
  const part = (n: number) => {
    const k = (n + h / 30) % 12;
    const value = l - s * Math.min(l, 1 - l) * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(value * 255).toString(16).padStart(2, "0");
  };
  return `#${part(0)}${part(8)}${part(4)}`;
}
