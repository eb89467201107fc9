import { useQuery } from "@tanstack/react-query";
import { type Body, answer, client, done } from "../api/client";
import type { components } from "../api/schema";
import { lang } from "../page/config";
import { mine, spoken } from "../who/queries";

type Schemas = components["schemas"];
export type Principal = Schemas["PrincipalItem"];
export type Mandate = Schemas["Mandate"];
export type GiveBody = Schemas["GiveMandateInputBody"];
export type RequestBody = Schemas["RequestMandateInputBody"];

export const usePrincipals = () =>
  useQuery({ queryKey: [mine, "principals"], staleTime: 0, queryFn: ({ signal }) => answer<Body<"/api/v1/principals", "get">>(client.GET("/api/v1/principals", { signal, headers: spoken })) });

export const useMandates = () =>
  useQuery({ queryKey: [mine, "mandates"], staleTime: 0, queryFn: ({ signal }) => answer<Body<"/api/v1/mandates", "get">>(client.GET("/api/v1/mandates", { signal, headers: spoken })) });

export const useMatters = () =>
  useQuery({ queryKey: ["matters", lang], staleTime: 600_000, queryFn: ({ signal }) => answer<Body<"/api/v1/matters", "get">>(client.GET("/api/v1/matters", { signal, headers: spoken })) });

export const actFor = (principal: string, source: Principal["source"]) => done(client.POST("/api/v1/acting", { body: { principal, source }, headers: spoken }));
/** Where the browser goes to choose at Suomi.fi for whom to act. */
export const beginSuomiFi = (kind: "organisation" | "person", returnTo: string) =>
  answer<Schemas["BeginSuomiFiOutputBody"]>(client.POST("/api/v1/suomifi-choices", { body: { kind, return_to: returnTo }, headers: spoken }));
export const actForMyself = () => done(client.DELETE("/api/v1/acting", { headers: spoken }));
export const give = (body: GiveBody) => done(client.POST("/api/v1/mandates", { body, headers: spoken }));
export const request = (body: RequestBody) => done(client.POST("/api/v1/mandate-requests", { body, headers: spoken }));
export const answerMandate = (id: string, accept: boolean) => done(client.POST("/api/v1/mandates/{id}/answer", { params: { path: { id } }, body: { accept }, headers: spoken }));
export const revoke = (id: string) => done(client.DELETE("/api/v1/mandates/{id}", { params: { path: { id } }, headers: spoken }));
