import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { FeatureCollection, Geometry, Point } from "geojson";
import { type Body, answer, client, done } from "../api/client";
import type { Severity } from "../api/queries";
import type { components } from "../api/schema";
import { lang } from "../page/config";
import { mine } from "../who/queries";

type Schemas = components["schemas"];
export type Batch = Schemas["BatchItem"];
export type State = Batch["state"];
export type Taken = Schemas["BatchTaken"];
export type Preview = Schemas["BatchPreview"];
export type Place = Schemas["BatchPlace"];
/** What the places are: a file, or the features of a layer. */
export type From = { file: File; taken: Taken } | { layer: string; area?: Geometry; area_layer?: string; area_feature?: string };
/** Which places are listed: those whose worst finding is of a severity, rows that could not be checked, or all. */
export type Shown = Severity | "faulty" | "";

const at = { query: { lang } };

/** States in which a batch goes on by itself. */
export const isUnderWay = (state: State) => state === "queued" || state === "working";

/** The order as a form: its words, and its file where it has one. */
function form(from: From, project: object): never {
  const body = new FormData();
  if ("file" in from) {
    body.append("order", JSON.stringify({ project, taken: from.taken }));
    body.append("file", from.file, from.file.name);
  } else body.append("order", JSON.stringify({ project, ...from }));
  return body as never; // the document's type of a form is that of its parts
}

const bodySerializer = (body: unknown) => body as FormData;

export const previewBatch = (from: From) => answer<Preview>(client.POST("/api/v1/checks/batches/preview", { params: at, body: form(from, {}), bodySerializer }));

/** The key makes the same order sent twice one. */
export const makeBatch = (from: From, project: object, key: string) =>
  answer<Batch>(client.POST("/api/v1/checks/batches", { params: { ...at, header: { "Idempotency-Key": key } }, body: form(from, project), bodySerializer }));

/** One's own batches, the newest first. */
export const useBatches = (enabled: boolean) =>
  useQuery({
    queryKey: [mine, "batches"],
    enabled,
    staleTime: 0,
    queryFn: ({ signal }) => answer<Body<"/api/v1/checks/batches", "get">>(client.GET("/api/v1/checks/batches", { params: at, signal })),
    refetchInterval: ({ state }) => (state.data?.items.some((b) => isUnderWay(b.state)) ? 2000 : false),
  });

/** One batch, asked for every second while it is under way. */
export const useBatch = (id: string) =>
  useQuery({
    queryKey: [mine, "batch", id],
    staleTime: 0,
    queryFn: ({ signal }) => answer<Batch>(client.GET("/api/v1/checks/batches/{id}", { params: { path: { id }, ...at }, signal })),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data.state) ? 1000 : false),
  });

export const cancelBatch = (id: string) => answer<Batch>(client.POST("/api/v1/checks/batches/{id}/cancel", { params: { path: { id }, ...at } }));
export const deleteBatch = (id: string) => done(client.DELETE("/api/v1/checks/batches/{id}", { params: { path: { id }, ...at } }));

/** The places of a batch, page after page. */
export const usePlaces = (batch: Batch, shown: Shown, rule: string) =>
  useInfiniteQuery({
    queryKey: [mine, "batch", batch.id, "places", batch.state, shown, rule],
    placeholderData: keepPreviousData,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      answer<Body<"/api/v1/checks/batches/{id}/places", "get">>(client.GET("/api/v1/checks/batches/{id}/places", {
        params: { path: { id: batch.id }, query: { lang, severity: shown || undefined, rule: rule || undefined, limit: 25, cursor: pageParam } }, signal,
      })),
    getNextPageParam: (page) => page.next || undefined,
  });

export type Spots = FeatureCollection<Point, { severity?: Severity }>;

/** Where the places stand. */
export const useSpots = (batch: Batch) =>
  useQuery({
    queryKey: [mine, "batch", batch.id, "map", batch.state],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => answer<Spots>(client.GET("/api/v1/checks/batches/{id}/map", { params: { path: { id: batch.id }, ...at }, signal })),
    refetchInterval: isUnderWay(batch.state) ? 3000 : false,
  });

/** A place whole, to be opened as one. */
export const fetchPlace = (batch: string, row: number) =>
  answer<Schemas["BatchPlaceResult"]>(client.GET("/api/v1/checks/batches/{id}/places/{row}", { params: { path: { id: batch, row }, ...at } }));
