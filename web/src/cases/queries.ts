import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type Body, answer, client, done } from "../api/client";
import type { components } from "../api/schema";
import type { Box } from "../map/box";
import { lang } from "../page/config";
import type { Remarks } from "../projectParts/CommentForm";
import type { Comment } from "../projectParts/queries";
import { mine } from "../who/queries";
import { type Filter, moments } from "./filter";

type Schemas = components["schemas"];
export type Listed = Schemas["CaseFeature"];
export type Case = Schemas["CaseBody"];

/** Keys of everything about projects that concern one's authority begin with this. */
export const casesKey = [mine, "cases"];
const at = { query: { lang } };
const path = (id: string) => ({ path: { id }, ...at });

/** Milliseconds after which what others have shown or said meanwhile is asked for. */
const poll = 30_000;

/** Projects that concern one's authority, those shown last first, page after page. */
export const useCases = (filter: Filter, box: Box | null) =>
  useInfiniteQuery({
    queryKey: [...casesKey, "list", filter, filter.here ? box : null],
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchInterval: poll,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      answer<Body<"/api/v1/project-cases", "get">>(client.GET("/api/v1/project-cases", {
        params: {
          query: {
            lang, limit: 50, cursor: pageParam, q: filter.q || undefined, kind: list(filter.kinds), state: list(filter.states), severity: list(filter.severities), unseen: filter.unseen || undefined,
            ...moments(filter), bbox: filter.here && box ? [...box] : undefined,
          },
        },
        querySerializer: { array: { style: "form", explode: false } }, signal,
      })),
    getNextPageParam: (page) => page.next || undefined,
  });

const list = (codes: readonly string[]) => (codes.length > 0 ? [...codes] : undefined);

/** How many unseen projects are counted; more are told as more. */
export const mostUnseen = 20;

/** How many projects one has not looked at as they are shown now. Asked again once a minute while the page is seen. */
export const useUnseen = (enabled: boolean) =>
  useQuery({
    queryKey: [...casesKey, "unseen"],
    enabled,
    refetchInterval: 60_000,
    queryFn: async ({ signal }) => {
      const page = await answer<Body<"/api/v1/project-cases", "get">>(client.GET("/api/v1/project-cases", { params: { query: { lang, limit: mostUnseen, unseen: true } }, signal }));
      return { count: page.features.length, more: Boolean(page.next) };
    },
  });

/** A project as it was shown: the newest version, or an earlier one. */
export const useCase = (id: string, version: number | null) =>
  useQuery({
    queryKey: [...casesKey, id, version],
    staleTime: 0,
    refetchInterval: version ? false : poll,
    queryFn: ({ signal }) => answer<Case>(client.GET("/api/v1/project-cases/{id}", { params: { path: { id }, query: { lang, version: version ?? undefined } }, signal })),
  });

/** What two versions that were shown say differently. */
export const useCaseDifference = (id: string, from: number, to: number) =>
  useQuery({
    queryKey: [...casesKey, id, "difference", from, to],
    enabled: from > 0,
    queryFn: ({ signal }) => answer<Body<"/api/v1/project-cases/{id}/difference", "get">>(client.GET("/api/v1/project-cases/{id}/difference", { params: { path: { id }, query: { lang, from, to } }, signal })),
  });

export const useCaseComments = (id: string) =>
  useQuery({
    queryKey: [...casesKey, id, "comments"],
    staleTime: 0,
    refetchInterval: poll,
    queryFn: ({ signal }) => answer<Body<"/api/v1/project-cases/{id}/comments", "get">>(client.GET("/api/v1/project-cases/{id}/comments", { params: path(id), signal })),
  });

export const useCaseAuthorities = (id: string) =>
  useQuery({
    queryKey: [...casesKey, id, "authorities"],
    queryFn: ({ signal }) => answer<Body<"/api/v1/project-cases/{id}/authorities", "get">>(client.GET("/api/v1/project-cases/{id}/authorities", { params: path(id), signal })),
  });

export const lookAt = (id: string, version: number) => done(client.PUT("/api/v1/project-cases/{id}/look", { params: path(id), body: { version } }));
export const seeTo = (id: string, contact: boolean) => done(client.PUT("/api/v1/project-cases/{id}/contact", { params: path(id), body: { contact } }));

export const comment = (id: string, { key, ...remarks }: Remarks) =>
  answer<Comment>(client.POST("/api/v1/project-cases/{id}/comments", { params: { ...path(id), header: { "Idempotency-Key": key } }, body: remarks }));

/** What authorities restrict, as far as one may know of it. */
export const useCaseRestrictions = (id: string) =>
  useQuery({
    queryKey: [...casesKey, id, "restrictions"],
    queryFn: ({ signal }) => answer<Body<"/api/v1/project-cases/{id}/restrictions", "get">>(client.GET("/api/v1/project-cases/{id}/restrictions", { params: path(id), signal })),
  });

export const restrict = (id: string, key: string, body: { item: string; to: string[]; why: string }) =>
  done(client.POST("/api/v1/project-cases/{id}/restrictions", { params: { ...path(id), header: { "Idempotency-Key": key } }, body }));
export const lift = (id: string, restriction: string) => done(client.DELETE("/api/v1/project-cases/{id}/restrictions/{restriction}", { params: { path: { id, restriction }, ...at } }));

/** The files of a version that was shown. */
export const useCaseFiles = (id: string, version: number) =>
  useQuery({
    queryKey: [...casesKey, id, "files", version],
    queryFn: ({ signal }) => answer<Body<"/api/v1/project-cases/{id}/files", "get">>(client.GET("/api/v1/project-cases/{id}/files", { params: { path: { id }, query: { lang, version } }, signal })),
  });
