import { useQuery } from "@tanstack/react-query";
import type { Geometry } from "geojson";
import { type Body, answer, client } from "../api/client";
import type { components } from "../api/schema";
import { lang } from "../page/config";

type Schemas = components["schemas"];
export type Comment = Schemas["CommentBody"];
export type DifferenceItem = Schemas["DifferenceItem"];
export type Concerned = Schemas["ConcernedItem"];
export type RestrictionItem = Schemas["RestrictionItem"];

const at = { query: { lang } };

/** The kinds of projects with their questions, in the page's language. */
export const useProjectKinds = () =>
  useQuery({
    queryKey: ["project-kinds"],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => answer<Body<"/api/v1/project-kinds", "get">>(client.GET("/api/v1/project-kinds", { params: at, signal })),
  });

/** One kind, when it has come. */
export function useKind(id: string) {
  const kinds = useProjectKinds();
  return kinds.data?.items.find((k) => k.id === id);
}

/** A place of several parts, read back in words. */
export function usePlaceWords(geometries: readonly Geometry[]) {
  return useQuery({
    queryKey: ["place-words", geometries],
    enabled: geometries.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => answer<{ words: string }>(client.POST("/api/v1/places/described", { params: at, body: { geometries: geometries as never }, signal })),
  });
}
