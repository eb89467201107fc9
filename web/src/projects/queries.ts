import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type Body, answer, client, done } from "../api/client";
import type { components } from "../api/schema";
import { lang } from "../page/config";
import { mine } from "../who/queries";
import type { Project } from "./saver";

type Schemas = components["schemas"];
export type Listed = Schemas["ProjectFeature"];
export type State = Project["state"];
export type Preview = Schemas["ProjectPreview"];
export type Version = Schemas["ProjectVersion"];

export const states = ["draft", "visible", "sent", "cancelled"] as const satisfies readonly State[];

const at = (id: string) => ({ path: { id }, query: { lang } });
const tag = (revision: number) => ({ "If-Match": `"v${revision}"` });

/** The kinds of projects with what is asked about each. */
export const useKinds = () =>
  useQuery({
    queryKey: ["project-kinds"],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => answer<Body<"/api/v1/project-kinds", "get">>(client.GET("/api/v1/project-kinds", { params: { query: { lang } }, signal })),
  });

export interface Filter {
  state: State | "";
  kind: string;
  q: string;
}

/** The projects of whom one acts for, page after page. */
export const useProjectList = ({ state, kind, q }: Filter, enabled: boolean) =>
  useInfiniteQuery({
    queryKey: [mine, "projects", state, kind, q],
    enabled,
    staleTime: 0,
    placeholderData: keepPreviousData,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      answer<Body<"/api/v1/projects", "get">>(client.GET("/api/v1/projects", {
        params: { query: { lang, state: state ? [state] : undefined, kind: kind ? [kind] : undefined, q: q || undefined, limit: 50, cursor: pageParam } },
        querySerializer: { array: { style: "form", explode: false } },
        signal,
      })),
    getNextPageParam: (page) => page.next || undefined,
  });

/** Who would see a project, were it shown now, and what is missing. What is typed meanwhile is told when it is saved. */
export const usePreview = (id: string, revision: number) =>
  useQuery({
    queryKey: [mine, "project", id, "preview", revision],
    staleTime: 0,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => answer<Preview>(client.GET("/api/v1/projects/{id}/preview", { params: at(id), signal })),
  });

/** What authorities restrict of it, once it was shown. */
export const useImposed = (id: string, enabled: boolean) =>
  useQuery({
    queryKey: [mine, "project", id, "restrictions"],
    enabled,
    staleTime: 0,
    queryFn: ({ signal }) => answer<Body<"/api/v1/projects/{id}/restrictions", "get">>(client.GET("/api/v1/projects/{id}/restrictions", { params: at(id), signal })),
  });

export type NewsItem = Schemas["NewsItem"];

/** What authorities did since one has last seen that. */
export const useNews = (id: string, enabled: boolean) =>
  useQuery({
    queryKey: [mine, "project", id, "news"],
    enabled,
    staleTime: 0,
    refetchInterval: 30_000,
    queryFn: ({ signal }) => answer<Body<"/api/v1/projects/{id}/news", "get">>(client.GET("/api/v1/projects/{id}/news", { params: at(id), signal })),
  });

export const seeNews = (id: string, until: string) => done(client.PUT("/api/v1/projects/{id}/news", { params: at(id), body: { until } }));

export const useVersions = (id: string, revision: number) =>
  useQuery({
    queryKey: [mine, "project", id, "versions", revision],
    staleTime: 0,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => answer<Body<"/api/v1/projects/{id}/versions", "get">>(client.GET("/api/v1/projects/{id}/versions", { params: at(id), signal })),
  });

export const useDifference = (id: string, from: number, to: number, revision: number) =>
  useQuery({
    queryKey: [mine, "project", id, "difference", from, to, revision],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => answer<Body<"/api/v1/projects/{id}/difference", "get">>(client.GET("/api/v1/projects/{id}/difference", { params: { path: { id }, query: { lang, from, to } }, signal })),
  });

export const useConcerned = (id: string, enabled: boolean) =>
  useQuery({
    queryKey: [mine, "project", id, "authorities"],
    enabled,
    staleTime: 0,
    queryFn: ({ signal }) => answer<Body<"/api/v1/projects/{id}/authorities", "get">>(client.GET("/api/v1/projects/{id}/authorities", { params: at(id), signal })),
  });

export const commentsKey = (id: string) => [mine, "project", id, "comments"];

export const useComments = (id: string) =>
  useQuery({
    queryKey: commentsKey(id),
    staleTime: 0,
    refetchInterval: 30_000,
    queryFn: ({ signal }) => answer<Body<"/api/v1/projects/{id}/comments", "get">>(client.GET("/api/v1/projects/{id}/comments", { params: at(id), signal })),
  });

/** What is worth knowing of the project that this one was begun from. */
export const useEarlier = (id: string, enabled: boolean) =>
  useQuery({
    queryKey: [mine, "project", id, "earlier"],
    enabled,
    queryFn: ({ signal }) => answer<Schemas["EarlierBody"]>(client.GET("/api/v1/projects/{id}/earlier", { params: at(id), signal })),
  });

export const useReceipt = (id: string, enabled: boolean) =>
  useQuery({
    queryKey: [mine, "project", id, "receipt"],
    enabled,
    queryFn: ({ signal }) => answer<Schemas["ReceiptBody"]>(client.GET("/api/v1/projects/{id}/receipt", { params: at(id), signal })),
  });

export const showProject = (id: string, revision: number, open: boolean) =>
  answer<Project>(client.POST("/api/v1/projects/{id}/showing", { params: { ...at(id), header: tag(revision) }, body: { open } }));

export const cancelProject = (id: string, revision: number, reason: string) =>
  answer<Project>(client.POST("/api/v1/projects/{id}/cancellation", { params: { ...at(id), header: tag(revision) }, body: { reason } }));

export const restoreVersion = (id: string, revision: number, version: number) =>
  answer<Project>(client.POST("/api/v1/projects/{id}/versions/{version}/restoration", { params: { path: { id, version }, query: { lang }, header: tag(revision) } }));

export const copyProject = (id: string, key: string, firstDay: string) =>
  answer<Project>(client.POST("/api/v1/projects/{id}/copies", { params: { ...at(id), header: { "Idempotency-Key": key } }, body: { first_day: firstDay || undefined } }));

export const deleteProject = (id: string, revision: number) => done(client.DELETE("/api/v1/projects/{id}", { params: { ...at(id), header: tag(revision) } }));

export const reply = (id: string, key: string, text: string, kind: Schemas["CommentBody"]["kind"], answers?: string, field?: string) =>
  answer<Schemas["CommentBody"]>(client.POST("/api/v1/projects/{id}/comments", {
    params: { ...at(id), header: { "Idempotency-Key": key } }, body: { text, kind, audience: "all", answers, field },
  }));

export type FileItem = Schemas["FileItem"];

/** Which files a project may have, and what for. */
export const useFileFormats = () =>
  useQuery({
    queryKey: ["file-formats"],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => answer<Body<"/api/v1/file-formats", "get">>(client.GET("/api/v1/file-formats", { params: { query: { lang } }, signal })),
  });

/** The files of the version that is being written; while one waits for the virus scanner, they are asked for again. */
export const useFiles = (id: string, revision: number) =>
  useQuery<Schemas["FileList"]>({
    queryKey: [mine, "project", id, "files", revision],
    staleTime: 0,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.items.some((f) => f.state === "scanning") ? 3000 : false),
    queryFn: ({ signal }) => answer<Schemas["FileList"]>(client.GET("/api/v1/projects/{id}/files", { params: at(id), signal })),
  });

/** Adds a file; sent again with the same key, it is the same one. */
export const addFile = (id: string, key: string, file: File) =>
  answer<Schemas["AddedFile"]>(client.POST("/api/v1/projects/{id}/files", {
    params: { path: { id }, query: { lang, name: file.name }, header: { "Idempotency-Key": key } },
    headers: { "Content-Type": file.type || "application/octet-stream" }, body: file as never, bodySerializer: (body: unknown) => body as File,
  }));
