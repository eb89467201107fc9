import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type Body, answer, client } from "../api/client";
import type { Hit } from "../api/queries";
import type { components } from "../api/schema";
import { lang } from "../page/config";
import { mine } from "../who/queries";

type Schemas = components["schemas"];
export type Rule = Schemas["CheckRule"];
export type RuleText = Schemas["RuleText"];
export type Words = Schemas["Text"];
export type Case = Schemas["RuleCase"];
export type Condition = Schemas["RuleCondition"];
export type History = Schemas["RuleHistory"];
export type Edition = Schemas["RuleEdition"];
export type Draft = Schemas["ProposalBody"];
export type Proposal = Schemas["Proposal"];
export type State = Proposal["state"];
export type Effect = Schemas["Effect"];
export type Side = Schemas["Side"];
export type Square = Schemas["Square"];

/** The states of proposals, those that wait first. */
export const states = ["proposed", "draft", "approved", "rejected", "withdrawn"] as const satisfies readonly State[];

const path = (id: string) => ({ path: { id }, query: { lang } });

export const useRulesInForce = () =>
  useQuery({ queryKey: ["rules"], staleTime: 60_000, queryFn: ({ signal }) => answer<Body<"/api/v1/rules", "get">>(client.GET("/api/v1/rules", { params: { query: { lang } }, signal })) });

export const useHistory = (id: string) =>
  useQuery({ queryKey: ["rules", id], staleTime: 0, queryFn: ({ signal }) => answer<History>(client.GET("/api/v1/rules/{id}", { params: path(id), signal })) });

/** What is proposed about rules, page after page, and what the program offers. */
export const useProposals = (state: State | null) =>
  useInfiniteQuery({
    queryKey: [mine, "proposals", state],
    staleTime: 0,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      answer<Body<"/api/v1/rule-proposals", "get">>(client.GET("/api/v1/rule-proposals", { params: { query: { lang, state: state ?? undefined, limit: 50, cursor: pageParam } }, signal })),
    getNextPageParam: (page) => page.next || undefined,
  });

export const proposalKey = (id: string) => [mine, "proposal", id];

export const useProposal = (id: string) =>
  useQuery({ queryKey: proposalKey(id), staleTime: 0, queryFn: ({ signal }) => answer<Proposal>(client.GET("/api/v1/rule-proposals/{id}", { params: path(id), signal })) });

/** The key makes the same draft sent twice one. */
export const beginProposal = (draft: Draft, key: string) =>
  answer<Proposal>(client.POST("/api/v1/rule-proposals", { params: { query: { lang }, header: { "Idempotency-Key": key } }, body: draft }));

const as = (p: Proposal) => ({ ...path(p.id), header: { "If-Match": p.etag } });

export const changeProposal = (p: Proposal, draft: Draft) => answer<Proposal>(client.PUT("/api/v1/rule-proposals/{id}", { params: as(p), body: draft }));
export const workOut = (p: Proposal) => answer<Proposal>(client.POST("/api/v1/rule-proposals/{id}/effect", { params: path(p.id) }));
export const submitProposal = (p: Proposal) => answer<Proposal>(client.POST("/api/v1/rule-proposals/{id}/submission", { params: as(p) }));
export const withdrawProposal = (p: Proposal, to: "draft" | "withdrawn") => answer<Proposal>(client.POST("/api/v1/rule-proposals/{id}/withdrawal", { params: as(p), body: { to } }));
export const decideProposal = (p: Proposal, approve: boolean, text: string) =>
  answer<Proposal>(client.POST("/api/v1/rule-proposals/{id}/decision", { params: as(p), body: { approve, effect_tag: p.effect_tag, answer: text } }));

/** What of a proposal is sent when it is changed. */
export const draftOf = ({ kind, base, offer, rule, reason, places, answers }: Proposal): Draft => ({ kind, base, offer, rule, reason, places, answers });

/** Features near a point, the nearest first. */
export const nearby = async (layers: readonly string[], [lon, lat]: [number, number], limit: number): Promise<Hit[]> => {
  const { items } = await answer<Body<"/api/v1/features", "get">>(client.GET("/api/v1/features", { params: { query: { lon, lat, layers: [...layers], limit, lang } }, querySerializer: { array: { style: "form", explode: false } } }));
  return items ?? [];
};
