import { useSyncExternalStore } from "react";
import type { Upload as Tus } from "tus-js-client";
import { Problem, problemOf } from "../api/problem";
import { lang } from "../page/config";
import { Speed } from "./amounts";
import { type Import, startImport } from "./queries";

/** A file on its way to the service. It goes on while the page shows something else. */
export interface Upload {
  key: number;
  name: string;
  size: number;
  sent: number;
  /** Bytes in a second; 0: not known yet. */
  perSecond: number;
  state: "sending" | "stopped" | "failed" | "starting" | "done";
  problem: Problem | null;
  import: Import | null;
}

/** Bytes that are sent at a time: what a lost connection costs at the most. */
const chunk = 8 * 1024 * 1024;
/** Milliseconds between tries; after the last the person is asked. */
const tries = [0, 1000, 3000, 5000, 10_000, 20_000];

interface Job {
  file: File;
  authority: string;
  tus: Tus | null;
  /** Id of the upload once all of it is there. */
  id: string;
}

let uploads: readonly Upload[] = [];
const jobs = new Map<number, Job>();
const listeners = new Set<() => void>();

function tell(next: readonly Upload[]): void {
  uploads = next;
  for (const listener of listeners) listener();
}

const change = (key: number, part: Partial<Upload>) => tell(uploads.map((u) => (u.key === key ? { ...u, ...part } : u)));

/** Files that are being sent, the newest first. */
export const useUploads = () =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, () => uploads);

// A page that is closed stops the sending: the browser asks whether that is meant.
addEventListener("beforeunload", (event) => {
  if (uploads.some((u) => u.state === "sending" || u.state === "starting")) event.preventDefault();
});

let keys = 0;

/** Sends a file, or the rest of one whose sending was broken off, and imports it when it is there. */
export function send(file: File, authority: string): void {
  const key = ++keys;
  jobs.set(key, { file, authority, tus: null, id: "" });
  tell([{ key, name: file.name, size: file.size, sent: 0, perSecond: 0, state: "sending", problem: null, import: null }, ...uploads]);
  void go(key);
}

/** Goes on with what was stopped or has failed. */
export function goOn(key: number): void {
  void go(key);
}

async function go(key: number): Promise<void> {
  const job = jobs.get(key);
  if (!job) return;
  if (job.id) return begin(key, job);
  change(key, { state: "sending", problem: null });
  if (job.tus) return job.tus.start();
  try {
    const { Upload: Tus } = await import("tus-js-client");
    job.tus = new Tus(job.file, options(key, job));
    const [before] = await job.tus.findPreviousUploads();
    if (before) job.tus.resumeFromPreviousUpload(before);
    if (uploads.find((u) => u.key === key)?.state === "sending") job.tus.start();
  } catch {
    change(key, { state: "failed", problem: new Problem(0, "", "") });
  }
}

function options(key: number, job: Job): ConstructorParameters<typeof Tus>[1] {
  const speed = new Speed();
  return {
    endpoint: "/api/v1/uploads",
    chunkSize: chunk,
    retryDelays: tries,
    headers: { "Accept-Language": lang },
    metadata: { filename: job.file.name, ...(job.authority ? { authority: job.authority } : {}) },
    fingerprint: () => Promise.resolve(fingerprint(job.file, job.authority)),
    removeFingerprintOnSuccess: true,
    onProgress: (sent) => change(key, { sent, perSecond: speed.note(Date.now(), sent) }),
    onShouldRetry: (error) => {
      change(key, { perSecond: 0 }); // it stands still meanwhile
      const status = (error as { originalResponse?: { getStatus(): number } | null }).originalResponse?.getStatus() ?? 0;
      return status < 400 || status >= 500 || [409, 423, 429].includes(status);
    },
    onError: (error) => change(key, { state: "failed", problem: told(error) }),
    onSuccess: () => {
      job.id = job.tus?.url?.split("/").pop() ?? "";
      void begin(key, job);
    },
  };
}

/** By what a file is known again after a reload: never what is in it. */
export const fingerprint = ({ name, size, lastModified }: Pick<File, "name" | "size" | "lastModified">, authority: string) =>
  ["lupakartta", authority, size, lastModified, encodeURIComponent(name)].join("/");

/** Begins the import of what has come. */
async function begin(key: number, job: Job): Promise<void> {
  change(key, { state: "starting", sent: job.file.size, problem: null });
  try {
    change(key, { state: "done", import: await startImport({ upload: job.id, ...(job.authority ? { authority: job.authority } : {}) }) });
    jobs.delete(key);
  } catch (error) {
    change(key, { state: "failed", problem: error instanceof Problem ? error : new Problem(0, "", "") });
  }
}

function told(error: Error): Problem {
  const response = (error as { originalResponse?: { getStatus(): number; getBody(): string } | null }).originalResponse;
  if (!response) return new Problem(0, "", "");
  let body: unknown = null;
  try {
    body = JSON.parse(response.getBody());
  } catch {
    // not the service's own words
  }
  return problemOf({ status: response.getStatus(), statusText: "", headers: new Headers() } as Response, body);
}

/** Stops for now; what has been sent stays at the service for a day. */
export function stop(key: number): void {
  void jobs.get(key)?.tus?.abort();
  change(key, { state: "stopped" });
}

/** Gives an upload up; what has been sent is taken away. */
export async function giveUp(key: number): Promise<void> {
  const tus = jobs.get(key)?.tus;
  jobs.delete(key);
  tell(uploads.filter((u) => u.key !== key));
  await tus?.abort(true).catch(() => undefined); // it goes by itself within a day
}

/** Names of files whose sending was broken off when the page was closed. */
export function unfinished(storage: Pick<Storage, "length" | "key" | "getItem">): string[] {
  const names: string[] = [];
  for (let i = 0; i < storage.length; i++) {
    const key = storage.key(i) ?? "";
    if (!key.startsWith("tus::lupakartta/")) continue;
    try {
      const { metadata } = JSON.parse(storage.getItem(key) ?? "") as { metadata?: { filename?: string } };
      if (metadata?.filename) names.push(metadata.filename);
    } catch {
      // another's
    }
  }
  return [...new Set(names)];
}
