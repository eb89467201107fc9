import { answer, client } from "../api/client";
import type { components } from "../api/schema";
import { lang } from "../page/config";
import type { Value } from "./values";

export type Project = components["schemas"]["ProjectBody"];

/** What a saver asks of the service. */
export interface Service {
  read: (id: string) => Promise<Project>;
  /** What it says now; null: the same as in that revision. */
  look: (id: string, revision: number) => Promise<Project | null>;
  /** Saves changes that rest on a revision; kept: by a request that outlives its page. */
  send: (id: string, revision: number, changes: Readonly<Record<string, Value>>, kept: boolean) => Promise<Project>;
}

/** Milliseconds after which an answer is waited for no longer, and bytes that get through in one even on a poor line. */
const patience = 30_000;
const poorLine = 4;

const at = (id: string) => ({ path: { id }, query: { lang } });
const until = (bytes = 0) => AbortSignal.timeout(patience + bytes / poorLine);

/** The service, asked by a person: what they typed is saved by nobody else who may have signed in meanwhile. */
export const serviceFor = (person: string): Service => ({
  read: (id) => answer<Project>(client.GET("/api/v1/projects/{id}", { params: at(id), signal: until() })),
  look: async (id, revision) => {
    // Not by the browser's own cache, which would keep what is a person's after they have signed out.
    const asking = client.GET("/api/v1/projects/{id}", { params: { ...at(id), header: { "If-None-Match": `"v${revision}"` } }, signal: until() });
    return (await asking).response.status === 304 ? null : answer<Project>(asking);
  },
  send: (id, revision, changes, kept) =>
    answer<Project>(client.PATCH("/api/v1/projects/{id}", {
      params: { ...at(id), header: { "If-Match": `"v${revision}"` } }, body: { changes, person } as never, keepalive: kept, signal: until(JSON.stringify(changes).length),
    })),
});

/** Begins a project for a party; sent again with the same key, it is the same one. */
export const createProject = (key: string, person: string, party: string | undefined, changes: Readonly<Record<string, Value>>) =>
  answer<Project>(client.POST("/api/v1/projects", { params: { query: { lang }, header: { "Idempotency-Key": key } }, body: { changes, person, party } as never, signal: until() }));
