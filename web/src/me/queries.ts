import { queryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type Body, answer, client, tagged } from "../api/client";
import type { components } from "../api/schema";
import { mine, spoken } from "../who/queries";
import { beforeOf } from "./next";

type Schemas = components["schemas"];
export type Profile = Schemas["Profile"];
export type Contacts = Schemas["Contacts"];
export type Session = Schemas["Session"];
export type Token = Schemas["Token"];
export type NewToken = Schemas["NewToken"];
export type Look = Schemas["Look"];

export const profileQuery = queryOptions({
  queryKey: [mine, "profile"],
  staleTime: 0,
  queryFn: ({ signal }) => tagged<Profile>(client.GET("/api/v1/profile", { headers: spoken, signal })),
});

export const saveProfile = (tag: string, contact: Contacts) =>
  tagged<Profile>(client.PUT("/api/v1/profile", { params: { header: { "If-Match": tag } }, body: contact, headers: spoken }));

export const useSessions = () =>
  useQuery({ queryKey: [mine, "sessions"], staleTime: 0, queryFn: ({ signal }) => answer<Body<"/api/v1/sessions", "get">>(client.GET("/api/v1/sessions", { headers: spoken, signal })) });

export const useTokens = () =>
  useQuery({ queryKey: [mine, "tokens"], staleTime: 0, queryFn: ({ signal }) => answer<Body<"/api/v1/tokens", "get">>(client.GET("/api/v1/tokens", { headers: spoken, signal })) });

/** Entries of the audit log, page after page: about me, or of what others did acting for me. */
export function useLooks(path: "/api/v1/looks" | "/api/v1/mandate-uses") {
  return useInfiniteQuery({
    queryKey: [mine, path],
    staleTime: 0,
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam, signal }) => answer<Schemas["Looks"]>(client.GET(path, { params: { query: { before: pageParam, limit: 25 } }, headers: spoken, signal })),
    getNextPageParam: (page) => beforeOf(page.next),
  });
}
