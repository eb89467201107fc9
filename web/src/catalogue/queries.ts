import { queryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { Feature, Geometry } from "geojson";
import { type Body, answer, client } from "../api/client";
import type { components } from "../api/schema";
import { type Layer, hasLiveId } from "../layers/layer";
import { lang } from "../page/config";
import { mine } from "../who/queries";

type Schemas = components["schemas"];
export type Source = Schemas["SourceHealth"];
export type Version = Schemas["LayerVersion"];
export type Report = Schemas["VersionReport"];
export type Repair = NonNullable<Report["repaired"]>[number];
export type Refusal = NonNullable<Report["refused"]>[number];

/** How every source is. */
export const useSources = () =>
  useQuery({ queryKey: ["layer-sources"], staleTime: 30_000, queryFn: ({ signal }) => answer<Body<"/api/v1/layer-sources", "get">>(client.GET("/api/v1/layer-sources", { params: { query: { lang } }, signal })) });

/** A published layer; the map's own list is older than what was published meanwhile. */
export const useLayer = (id: string) =>
  useQuery({ queryKey: ["layer", id], queryFn: ({ signal }) => answer<Layer>(client.GET("/api/v1/layers/{id}", { params: { path: { id }, query: { lang } }, signal })) });

export type Serving = Schemas["LayerServing"];

/** What makes a layer's tiles, for those who keep it; asked again while it is being read. */
export const useServing = (id: string) =>
  useQuery<Serving>({
    queryKey: [mine, "serving", id],
    refetchInterval: (query) => (query.state.data?.state === "reading" ? 2000 : false),
    queryFn: ({ signal }) => answer<Serving>(client.GET("/api/v1/layers/{id}/serving", { params: { path: { id }, query: { lang } }, signal })),
  });

/** Where the absence of a feature means that there is none; without geometry: nowhere. */
export const coverageQuery = (id: string) =>
  queryOptions({ queryKey: ["coverage", id], queryFn: ({ signal }) => answer<Feature<Geometry | null>>(client.GET("/api/v1/layers/{id}/coverage", { params: { path: { id }, query: { lang } }, signal })) });

const fetchVersions = (id: string, before: number | undefined, limit: number, signal?: AbortSignal) =>
  answer<Body<"/api/v1/layers/{id}/versions", "get">>(client.GET("/api/v1/layers/{id}/versions", { params: { path: { id }, query: { lang, before, limit } }, signal }));

/** Versions of a layer, the newest first; a live one has none. Registrars of its keeper see also those that wait or failed. */
export const useVersions = (id: string) =>
  useInfiniteQuery({
    enabled: !hasLiveId(id),
    queryKey: [mine, "versions", id],
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam, signal }) => fetchVersions(id, pageParam, 10, signal),
    getNextPageParam: (page) => (page.next ? page.items?.at(-1)?.version : undefined),
  });

/** One version; null: there is none, or not for this person. */
export const useVersion = (id: string, version: number) =>
  useQuery({
    queryKey: [mine, "versions", id, version],
    queryFn: async ({ signal }) => (await fetchVersions(id, version + 1, 1, signal)).items?.find((v) => v.version === version) ?? null,
  });

/** What became of every feature of an import. */
export const useReport = (id: string, version: number) =>
  useQuery({
    queryKey: [mine, "report", id, version],
    queryFn: ({ signal }) => answer<Report>(client.GET("/api/v1/layers/{id}/versions/{version}/report", { params: { path: { id, version }, query: { lang } }, signal })),
  });

/** Where a version can be taken from as a file. */
export const exportAddress = (id: string, form: "gpkg" | "geojson", version?: number) => `/api/v1/layers/${id}/export?format=${form}${version ? `&version=${version}` : ""}`;
