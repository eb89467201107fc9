import { type InfiniteData, queryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type Body, type Tagged, answer, client, done, tagged } from "../api/client";
import type { components } from "../api/schema";
import { Problem } from "../api/problem";
import type { Version } from "../catalogue/queries";
import type { Sign } from "../map/style/images";
import { lang } from "../page/config";
import { mine } from "../who/queries";

type Schemas = components["schemas"];
export type Import = Schemas["ImportItem"];
export type State = Import["state"];
export type Options = Schemas["ImportOptions"];
export type Part = Schemas["ImportPart"];
export type NewLayer = Schemas["ImportLayer"];
export type Choices = Schemas["ImportChoices"];
export type Progress = Schemas["ImportProgress"];
export type Difference = Schemas["VersionDifference"];
export type Change = Schemas["DifferenceFeature"];
export type Changes = Schemas["DifferenceList"];
export type Schedule = Schemas["LayerSource"];
export type ScheduleBody = Schemas["ChangeSourceInputBody"];

const at = { query: { lang } };

/** States in which an import goes on by itself. */
export const isUnderWay = (state: State) => state === "queued" || state === "fetching" || state === "reading";

/** Imports of one's authorities, the newest first; asked again while one is under way. */
export const useImports = () =>
  useInfiniteQuery({
    queryKey: [mine, "imports"],
    staleTime: 0,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => answer<Body<"/api/v1/imports", "get">>(client.GET("/api/v1/imports", { params: { query: { lang, before: pageParam, limit: 10 } }, signal })),
    getNextPageParam: (page) => page.next || undefined,
    refetchInterval: ({ state }) => (anyUnderWay(state.data) ? 2000 : false),
  });

const anyUnderWay = (data: InfiniteData<Body<"/api/v1/imports", "get">> | undefined) => data?.pages.some((page) => page.items.some((i) => isUnderWay(i.state)));

/** One import, asked for every second while it is under way. */
export const useImport = (id: string) =>
  useQuery({
    queryKey: [mine, "import", id],
    staleTime: 0,
    queryFn: ({ signal }) => answer<Import>(client.GET("/api/v1/imports/{id}", { params: { path: { id }, ...at }, signal })),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data.state) ? 1000 : false),
  });

export const startImport = (body: { authority?: string; upload?: string; address?: string }) => answer<Import>(client.POST("/api/v1/imports", { params: at, body }));
export const choose = (id: string, body: Options) => answer<Import>(client.POST("/api/v1/imports/{id}/choice", { params: { path: { id }, ...at }, body }));
export const cancelImport = (id: string) => answer<Import>(client.POST("/api/v1/imports/{id}/cancel", { params: { path: { id }, ...at } }));

/** What a version changes; its tag names the version that it was compared with. Working it out may take longer than a request. */
export const useDifference = (layer: string, version: number, enabled: boolean) =>
  useQuery({
    queryKey: [mine, "difference", layer, version],
    enabled,
    queryFn: ({ signal }): Promise<Tagged<Difference>> => tagged(client.GET("/api/v1/layers/{id}/versions/{version}/difference", { params: { path: { id: layer, version }, ...at }, signal })),
  });

/** The features that differ, page after page. */
export const useChanges = (layer: string, version: number, kind: Sign | null, enabled: boolean) =>
  useInfiniteQuery({
    queryKey: [mine, "differences", layer, version, kind],
    enabled,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      answer<Changes>(client.GET("/api/v1/layers/{id}/versions/{version}/differences", {
        params: { path: { id: layer, version }, query: { lang, kind: kind ? [kind] : undefined, limit: 100, cursor: pageParam } },
        querySerializer: { array: { style: "form", explode: false } },
        signal,
      })),
    getNextPageParam: (page) => page.next || undefined,
  });

export const publish = (layer: string, version: number, tag: string, body: Schemas["PublishInputBody"]) =>
  answer<Version>(client.POST("/api/v1/layers/{id}/versions/{version}/publication", { params: { path: { id: layer, version }, header: { "If-Match": tag }, ...at }, body }));
export const reject = (layer: string, version: number) => done(client.POST("/api/v1/layers/{id}/versions/{version}/rejection", { params: { path: { id: layer, version }, ...at } }));
export const rollBack = (layer: string, current: number) =>
  answer<Version>(client.POST("/api/v1/layers/{id}/rollback", { params: { path: { id: layer }, header: { "If-Match": `"v${current}"` }, ...at } }));

/** Where a layer is fetched from, its address whole; null: nowhere yet. */
export const scheduleQuery = (layer: string) =>
  queryOptions({
    queryKey: [mine, "schedule", layer],
    staleTime: 0,
    queryFn: async ({ signal }): Promise<Tagged<Schedule> | null> => {
      try {
        return await tagged(client.GET("/api/v1/layers/{id}/source", { params: { path: { id: layer }, ...at }, signal }));
      } catch (error) {
        if (error instanceof Problem && error.status === 404) return null;
        throw error;
      }
    },
  });

/** Saves a schedule in the place of the one that was read; null: there was none. */
export const saveSchedule = (layer: string, read: Tagged<Schedule> | null, body: ScheduleBody): Promise<Tagged<Schedule>> =>
  tagged(client.PUT("/api/v1/layers/{id}/source", { params: { path: { id: layer }, header: read ? { "If-Match": read.tag } : { "If-None-Match": "*" }, ...at }, body }));
export const dropSchedule = (layer: string, tag: string) => done(client.DELETE("/api/v1/layers/{id}/source", { params: { path: { id: layer }, header: { "If-Match": tag }, ...at } }));
export const refresh = (layer: string) => answer<Schedule>(client.POST("/api/v1/layers/{id}/refresh", { params: { path: { id: layer }, ...at } }));
