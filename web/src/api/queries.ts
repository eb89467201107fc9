import { keepPreviousData, queryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { Geometry } from "geojson";
import type { FeatureName, Spot } from "../address/address";
import type { Box } from "../map/box";
import { lang } from "../page/config";
import { type Body, answer, client } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];
/** A feature as it is told: what it is, where, and its attributes in the user's language. */
export type Hit = Schemas["Hit"];
export type Found = Schemas["SearchItem"];
export type Finding = Schemas["Finding"];
export type Severity = Finding["severity"];
export type Result = Schemas["Result"];

export const fetchAt = (spot: Spot | null, tolerance: number, signal: AbortSignal) =>
  answer<Body<"/api/v1/at", "get">>(client.GET("/api/v1/at", { params: { query: { lon: spot?.lon, lat: spot?.lat, tolerance, lang } }, signal }));

/** Everything at a point, top layer first; lines and points within a few pixels of it. */
export function useAt(spot: Spot | null, tolerance = 8) {
  return useQuery({
    queryKey: ["at", spot, tolerance],
    enabled: spot !== null,
    queryFn: ({ signal }) => fetchAt(spot, tolerance, signal),
  });
}

const searchQuery = (words: string) =>
  queryOptions({
    queryKey: ["search", words.trim()],
    queryFn: ({ signal }) => answer<Body<"/api/v1/search", "get">>(client.GET("/api/v1/search", { params: { query: { q: words.trim(), lang, limit: 10 } }, signal })),
  });

/** Places, addresses, property units and coordinates that fit the words. */
export function useSearch(words: string) {
  return useQuery({ ...searchQuery(words), enabled: words.trim().length > 0, placeholderData: keepPreviousData });
}

/** The same, once. */
export const search = (words: string) =>
  answer<Body<"/api/v1/search", "get">>(client.GET("/api/v1/search", { params: { query: { q: words.trim(), lang, limit: 1 } } }));

export const fetchFeature = ({ layer, id }: FeatureName, version?: number) =>
  answer<Body<"/api/v1/layers/{id}/features/{feature}", "get">>(client.GET("/api/v1/layers/{id}/features/{feature}", { params: { path: { id: layer, feature: id }, query: { lang, version } } }));

/** A feature as it is, or as it was in a version of its layer. */
export const featureQuery = (name: FeatureName, version?: number) =>
  queryOptions({ queryKey: ["feature", name, version], queryFn: () => fetchFeature(name, version), staleTime: 600_000 });

/** One feature of a layer, whole. */
export function useFeature(name: FeatureName | null) {
  return useQuery({ ...featureQuery(name ?? { layer: "", id: "" }), enabled: name !== null });
}

/** Features in a box, nearest to its middle first, page after page. */
export function useFeatures(area: { box: Box; middle: [number, number] } | null, layers: readonly string[]) {
  return useInfiniteQuery({
    queryKey: ["features", area, layers],
    enabled: area !== null && layers.length > 0,
    placeholderData: keepPreviousData,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      answer<Body<"/api/v1/features", "get">>(client.GET("/api/v1/features", {
        params: { query: { lon: area?.middle[0], lat: area?.middle[1], bbox: area ? [...area.box] : undefined, layers: [...layers], limit: 25, cursor: pageParam, lang } },
        querySerializer: { array: { style: "form", explode: false } },
        signal,
      })),
    getNextPageParam: (page) => page.next || undefined,
  });
}

/** The questions about what is planned at a place. */
export const useQuestions = (wanted = true) =>
  useQuery({
    queryKey: ["questions"],
    enabled: wanted,
    staleTime: 600_000,
    queryFn: ({ signal }) => answer<Body<"/api/v1/checks/questions", "get">>(client.GET("/api/v1/checks/questions", { params: { query: { lang } }, signal })),
  });

/** The place compared with every rule that concerns what is planned there. */
export const checkQuery = (place: Geometry, project: Readonly<Record<string, unknown>>) =>
  queryOptions({
    queryKey: ["check", place, project],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => answer<Result>(client.POST("/api/v1/checks", { params: { query: { lang } }, body: { geometry: place, project }, signal })),
  });

/** The same; while an answer changes, what was found before stays, but never what was found at another place. */
export function useCheck(place: Geometry, project: Readonly<Record<string, unknown>> | null) {
  return useQuery({ ...checkQuery(place, project ?? {}), enabled: project !== null, placeholderData: (previous: Result | undefined, query) => (query?.queryKey[1] === place ? previous : undefined) });
}
