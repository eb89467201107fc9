import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { Geometry } from "geojson";
import { type Body, answer, client } from "../api/client";
import type { components } from "../api/schema";
import { lang } from "../page/config";
import { mine } from "../who/queries";

type Schemas = components["schemas"];
export type Kept = Schemas["KeptCheck"];
export type Again = Schemas["CheckAgain"];
export type Difference = Schemas["Difference"];
export type Saying = Schemas["Saying"];
export type Own = Schemas["OwnDispute"];
export type Claim = Schemas["DisputeInputBody"];
export type Dispute = Schemas["DisputeFeature"];
export type State = Own["state"];

/** The states of disputes, those that wait first. */
export const states = ["open", "accepted", "rejected"] as const satisfies readonly State[];

/** Key of a kept check. It says also what the one who is signed in disputes, so whoever signs in is told it anew. */
export const keptKey = (id: string) => [mine, "run", id];

/** Checks a place and keeps what is found. The key makes the same order sent twice one. */
export const keepCheck = (place: Geometry, project: Readonly<Record<string, unknown>>, key: string) =>
  answer<Kept>(client.POST("/api/v1/checks/runs", { params: { query: { lang }, header: { "Idempotency-Key": key } }, body: { geometry: place, project } }));

export const useKept = (id: string) =>
  useQuery({
    queryKey: keptKey(id),
    staleTime: 0, // a dispute may have been answered
    queryFn: ({ signal }) => answer<Kept>(client.GET("/api/v1/checks/runs/{id}", { params: { path: { id }, query: { lang } }, signal })),
  });

export const checkAgain = (id: string) => answer<Again>(client.GET("/api/v1/checks/runs/{id}/again", { params: { path: { id }, query: { lang } } }));

export const disputeFinding = (id: string, claim: Claim) =>
  answer<Own>(client.POST("/api/v1/checks/runs/{id}/disputes", { params: { path: { id }, query: { lang } }, body: claim }));

/** What is held to be wrong in the layers of one's authorities, page after page. */
export const useDisputes = (state: State | null) =>
  useInfiniteQuery({
    queryKey: [mine, "disputes", state],
    staleTime: 0,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      answer<Body<"/api/v1/disputes", "get">>(client.GET("/api/v1/disputes", { params: { query: { lang, state: state ?? undefined, limit: 50, cursor: pageParam } }, signal })),
    getNextPageParam: (page) => page.next || undefined,
  });

export const answerDispute = (dispute: Dispute, state: "accepted" | "rejected", text: string) =>
  answer<Dispute>(client.POST("/api/v1/disputes/{id}/answer", { params: { path: { id: dispute.id }, query: { lang }, header: { "If-Match": dispute.properties.etag } }, body: { state, answer: text } }));
