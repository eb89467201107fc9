import { useQuery } from "@tanstack/react-query";
import { type Hit, fetchAt, fetchFeature } from "../api/queries";
import { type Body, answer, client } from "../api/client";
import type { Layer } from "../layers/layer";
import { useMap } from "../map/MapContext";
import { lang } from "../page/config";
import { useBench } from "./BenchContext";
import { type Part, type Shape, type Venue, isShape } from "./part";

/** A venue that can be chosen. */
export interface Choice extends Venue {
  title: string;
  detail: string;
}

/** How many are named at most. */
const most = 10;

/** The layers of places where events can be held, where parts can be such. */
export function useVenueLayers(): Layer[] {
  const { layers } = useMap();
  const { withVenues } = useBench();
  return withVenues ? layers.filter((l) => l.theme === "venue") : [];
}

/** Venues by words of their names; without words those nearest to a point. */
export function useVenues(words: string, layers: readonly Layer[], middle: { lon: number; lat: number } | null) {
  const near = middle && { lon: Number(middle.lon.toFixed(3)), lat: Number(middle.lat.toFixed(3)) };
  const ids = layers.map((l) => l.id);
  return useQuery({
    queryKey: ["venues", words, near, ids],
    enabled: ids.length > 0 && (words !== "" || near !== null),
    queryFn: ({ signal }) => (words ? named(words, layers, near, signal) : nearest(ids, near, signal)),
  });
}

async function named(words: string, layers: readonly Layer[], near: { lon: number; lat: number } | null, signal: AbortSignal): Promise<Choice[]> {
  const { items } = await answer<Body<"/api/v1/search", "get">>(client.GET("/api/v1/search", { params: { query: { q: words, lang, limit: 50, ...near } }, signal }));
  return (items ?? []).filter(({ layer }) => layers.some((l) => l.id === layer)).slice(0, most).map(({ layer, feature_id, title, detail }) => ({ layer, feature_id, title, detail }));
}

async function nearest(layers: string[], near: { lon: number; lat: number } | null, signal: AbortSignal): Promise<Choice[]> {
  const { items } = await answer<Body<"/api/v1/features", "get">>(client.GET("/api/v1/features", {
    params: { query: { ...near, layers, limit: most, lang } }, querySerializer: { array: { style: "form", explode: false } }, signal,
  }));
  return (items ?? []).map(choiceOf);
}

const choiceOf = ({ layer, feature_id, title, layer_title }: Pick<Hit, "layer" | "feature_id" | "title" | "layer_title">): Choice => ({ layer, feature_id, title, detail: layer_title });

/** The venues at a point, or within metres of it. */
export async function venuesAt(lon: number, lat: number, within: number): Promise<Choice[]> {
  const { items } = await fetchAt({ lon, lat }, within, new AbortController().signal);
  return (items ?? []).filter((item) => item.theme === "venue").map(choiceOf);
}

/** A venue as a part: its outline or its point, its name, and which it is. */
export async function partOf({ layer, feature_id, title }: Choice): Promise<(Partial<Part> & { geometry: Shape }) | null> {
  const { geometry } = await fetchFeature({ layer, id: feature_id });
  const shape = geometry as unknown as Shape;
  return isShape(shape) ? { name: title, geometry: shape, venue: { layer, feature_id } } : null;
}

export const sameVenue = (a: Venue | undefined, b: Venue): boolean => a?.layer === b.layer && a.feature_id === b.feature_id;
