import type { Geometry, Position } from "geojson";
import type { Answer, Answers } from "../plan/answers";

/** Longest fragment that is read: what browsers and chat programs pass on, and a bound on what it may unpack to. */
const longest = 200_000;
const largest = 10_000_000;

/** What the page's fragment holds, packed. A fragment is never sent to the server, so a shared link stays out of its logs. */
export interface Fragment {
  place: string;
  /** The place that it is compared with. */
  other: string;
  /** What was told about what is planned there. */
  plan: string;
}

export function readFragment(hash: string): Fragment {
  const q = new URLSearchParams(hash.replace(/^#/, ""));
  return { place: q.get("place") ?? "", other: q.get("other") ?? "", plan: q.get("plan") ?? "" };
}

export function writeFragment({ place, other, plan }: Fragment): string {
  const parts = [place && `place=${place}`, other && `other=${other}`, plan && `plan=${plan}`].filter(Boolean);
  return parts.length > 0 ? `#${parts.join("&")}` : "";
}

/** Packs a place: GeoJSON with coordinates to a centimetre. */
export const pack = (place: Geometry): Promise<string> => packed(rounded(place));

/** Packs answers about what is planned; none are nothing. */
export const packAnswers = async (answers: Answers): Promise<string> => (Object.keys(answers).length > 0 ? packed(answers) : "");

/** JSON, deflated, base64url. */
async function packed(value: unknown): Promise<string> {
  const text = JSON.stringify(value);
  const bytes = new Uint8Array(await through(new Blob([text]).stream(), new CompressionStream("deflate-raw")));
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** A place with coordinates to a centimetre, as its address keeps them. */
export function rounded(place: Geometry): Geometry {
  const text = JSON.stringify(place, (_, value: unknown) => (typeof value === "number" ? Number(value.toFixed(7)) : value));
  return JSON.parse(text) as Geometry;
}

/** Unpacks a place, or returns null for what pack cannot have written. */
export async function unpack(packed: string): Promise<Geometry | null> {
  const value = await unpacked(packed);
  return isGeometry(value) ? value : null;
}

/** Unpacks answers, or returns null for what packAnswers cannot have written; what no answer can be is left out, so that an old link still opens. */
export async function unpackAnswers(packed: string): Promise<Answers | null> {
  const value = packed ? await unpacked(packed) : {};
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  return Object.fromEntries(Object.entries(value as Record<string, unknown>).filter((told): told is [string, Answer] => /^[a-z][a-z0-9_]{0,62}$/.test(told[0]) && isAnswer(told[1])).slice(0, mostAnswers));
}

const mostAnswers = 100;
const longestAnswer = 200;

const isAnswer = (value: unknown): value is Answer =>
  typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value)) || (typeof value === "string" && value.length <= longestAnswer);

async function unpacked(packed: string): Promise<unknown> {
  if (packed.length > longest) return null;
  try {
    const binary = atob(packed.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (c) => c.charCodeAt(0));
    const text = new TextDecoder().decode(await through(new Blob([bytes]).stream(), new DecompressionStream("deflate-raw")));
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

async function through(stream: ReadableStream<BufferSource>, change: CompressionStream | DecompressionStream): Promise<ArrayBuffer> {
  const reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> = stream.pipeThrough(change).getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.byteLength;
    if (length > largest) {
      await reader.cancel();
      throw new Error("fragment unpacks to too much");
    }
    chunks.push(value);
  }
  return new Blob(chunks).arrayBuffer();
}

const depths: Record<string, number> = { Point: 0, MultiPoint: 1, LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 };

/** Tells whether a value is a GeoJSON geometry that the page can draw. */
export function isGeometry(value: unknown): value is Geometry {
  if (typeof value !== "object" || value === null) return false;
  const { type, coordinates, geometries } = value as Record<string, unknown>;
  if (type === "GeometryCollection") return Array.isArray(geometries) && geometries.length > 0 && geometries.every(isGeometry);
  const depth = typeof type === "string" ? depths[type] : undefined;
  return depth !== undefined && nested(coordinates, depth);
}

function nested(value: unknown, depth: number): value is Position {
  if (!Array.isArray(value)) return false;
  if (depth === 0) return value.length >= 2 && value.every((n) => typeof n === "number" && Number.isFinite(n));
  return value.length > 0 && value.every((part) => nested(part, depth - 1));
}
