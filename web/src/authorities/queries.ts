import { keepPreviousData, queryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { Spot } from "../address/address";
import { type Body, answer, client, done, tagged } from "../api/client";
import type { components } from "../api/schema";
import type { Box } from "../map/box";
import { lang } from "../page/config";
import { mine, spoken } from "../who/queries";

type Schemas = components["schemas"];
export type Authority = Schemas["Authority"];
export type AuthorityItem = Schemas["AuthorityItem"];
export type Competence = Schemas["Competence"];
export type Channels = Schemas["Channels"];
export type Hours = Schemas["Hours"];
export type Texts = Schemas["Texts"];
export type Official = Schemas["OfficialItem"];
export type Role = Official["role"];
export type Appointment = Schemas["AppointInputBody"];

export const roles = ["handler", "decision_maker", "supervisor", "registrar", "administrator"] as const satisfies readonly Role[];

interface Filter {
  words: string;
  field: string;
  box: Box | null;
}

/** Authorities by name, page after page. */
export function useAuthorities({ words, field, box }: Filter) {
  return useInfiniteQuery({
    queryKey: ["authorities", words, field, box],
    placeholderData: keepPreviousData,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      answer<Body<"/api/v1/authorities", "get">>(client.GET("/api/v1/authorities", {
        params: { query: { q: words || undefined, field: field || undefined, bbox: box ? [...box] : undefined, limit: 50, cursor: pageParam, lang } },
        querySerializer: { array: { style: "form", explode: false } },
        signal,
      })),
    getNextPageParam: (page) => page.next || undefined,
  });
}

export const authorityQuery = (code: string) =>
  queryOptions({ queryKey: ["authority", code], queryFn: ({ signal }) => tagged<Authority>(client.GET("/api/v1/authorities/{code}", { params: { path: { code }, query: { lang } }, signal })) });

export const saveAuthority = (code: string, tag: string, card: { channels: Channels; hours: Hours }) =>
  tagged<Authority>(client.PUT("/api/v1/authorities/{code}", { params: { path: { code }, query: { lang }, header: { "If-Match": tag } }, body: card }));

/** What authorities can be competent for. */
export const useFields = () =>
  useQuery({ queryKey: ["fields"], staleTime: 600_000, queryFn: ({ signal }) => answer<Body<"/api/v1/fields", "get">>(client.GET("/api/v1/fields", { params: { query: { lang } }, signal })) });

/** Who is competent at a point, by field. */
export const useCompetent = (at: Spot) =>
  useQuery({
    queryKey: ["competent", at],
    queryFn: ({ signal }) =>
      answer<Body<"/api/v1/competences", "post">>(client.POST("/api/v1/competences", { params: { query: { lang } }, body: { geometry: { type: "Point", coordinates: [at.lon, at.lat] } }, signal })),
  });

export const useOfficials = (code: string) =>
  useQuery({
    queryKey: [mine, "officials", code], staleTime: 0,
    queryFn: ({ signal }) => answer<Body<"/api/v1/authorities/{code}/officials", "get">>(client.GET("/api/v1/authorities/{code}/officials", { params: { path: { code }, query: { lang } }, signal })),
  });

export const appoint = (code: string, body: Appointment) => done(client.POST("/api/v1/authorities/{code}/officials", { params: { path: { code }, query: { lang } }, body, headers: spoken }));
export const dismiss = (code: string, id: string) => done(client.DELETE("/api/v1/authorities/{code}/officials/{id}", { params: { path: { code, id }, query: { lang } }, headers: spoken }));
