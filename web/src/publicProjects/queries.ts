import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type Body, answer, client } from "../api/client";
import type { components } from "../api/schema";
import { type Filter, moments } from "../cases/filter";
import type { Box } from "../map/box";
import { lang } from "../page/config";

type Schemas = components["schemas"];
export type Listed = Schemas["PublicFeature"];
export type PublicProject = Schemas["PublicProject"];

/** Projects and events that are open to everybody, page after page. */
export const usePublic = (filter: Filter, box: Box | null) =>
  useInfiniteQuery({
    queryKey: ["public-projects", filter, filter.here ? box : null],
    placeholderData: keepPreviousData,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      answer<Body<"/api/v1/public-projects", "get">>(client.GET("/api/v1/public-projects", {
        params: { query: { lang, limit: 50, cursor: pageParam, q: filter.q || undefined, kind: filter.kinds.length > 0 ? [...filter.kinds] : undefined, ...moments(filter), bbox: filter.here && box ? [...box] : undefined } },
        querySerializer: { array: { style: "form", explode: false } }, signal,
      })),
    getNextPageParam: (page) => page.next || undefined,
  });

export const usePublicProject = (id: string) =>
  useQuery({
    queryKey: ["public-project", id],
    queryFn: ({ signal }) => answer<PublicProject>(client.GET("/api/v1/public-projects/{id}", { params: { path: { id }, query: { lang } }, signal })),
  });
