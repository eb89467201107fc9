import type { Sketch } from "../placing/part";
import type { Change } from "./saving";
import type { Value } from "./values";

/** What one window has typed into one project and the service has not acknowledged. */
export interface Entry {
  /** Whose it is: nobody else who uses the browser is shown it. */
  person: string;
  /** The project, or the key of one that is being begun. */
  project: string;
  window: string;
  /** Milliseconds of the last change. */
  at: number;
  changes: Readonly<Record<string, Change>>;
  /** What other windows, which are no more, had typed otherwise into the same fields: one has to choose. */
  windows?: Readonly<Record<string, Value>>;
  /** The shape under way. */
  sketch: Sketch | null;
  /** Texts that are not part of the project, such as an answer under way. */
  notes: Readonly<Record<string, string>>;
  /** The project's first fields, when it is being begun; its id is not known yet. */
  begins?: Readonly<Record<string, Value>>;
  /** For whom it is begun: the party that was acted for, or the person. */
  party?: string;
}

const name = "lupakartta-projects";
const drafts = "drafts";

/** This window, as long as its page lives. */
export const thisWindow = crypto.randomUUID();
const lockOf = (window: string) => `${name}:${window}`;

let opening: Promise<IDBDatabase | null> | null = null;

/** Milliseconds that a browser has to open its storage: some never answer. */
const openWait = 3000;

/** The journal, or none where the browser keeps nothing: then drafts are saved by the service alone. */
function open(): Promise<IDBDatabase | null> {
  opening ??= new Promise<IDBDatabase | null>((done) => {
    try {
      setTimeout(() => done(null), openWait);
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(drafts, { keyPath: ["person", "project", "window"] });
      request.onsuccess = () => {
        const again = () => (opening = null); // opened anew when it is needed
        request.result.onclose = again;
        request.result.onversionchange = () => {
          request.result.close();
          again();
        };
        done(request.result);
      };
      request.onerror = () => done(null);
      request.onblocked = () => done(null);
    } catch {
      done(null);
    }
  });
  return opening;
}

/** One step on the journal. It is on the disk before it is done, so that neither a crash of the page nor of the machine undoes it. */
async function step(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  const db = await open();
  if (!db) return undefined;
  return new Promise((done, failed) => {
    const tx = db.transaction(drafts, mode, { durability: "strict" });
    const request = act(tx.objectStore(drafts));
    if (mode === "readwrite") tx.commit(); // what was asked for is on its way, whatever becomes of the page
    tx.oncomplete = () => done(request.result);
    tx.onabort = () => failed(new Error(tx.error?.message ?? "the journal was not written"));
  });
}

/** Whether anything of an entry would be lost without it. */
export const holds = ({ changes, sketch, notes, begins }: Pick<Entry, "changes" | "sketch" | "notes" | "begins">) =>
  Object.keys(changes).length > 0 || sketch !== null || begins !== undefined || Object.values(notes).some((text) => text.trim() !== "");

/** Writes an entry, or takes it away when it holds nothing any more. False: the browser keeps nothing. */
export async function write(entry: Entry): Promise<boolean> {
  holdLock();
  try {
    await step("readwrite", (store) => (holds(entry) ? store.put(entry) : store.delete([entry.person, entry.project, entry.window])));
    return (await open()) !== null;
  } catch {
    return false;
  }
}

/** Everything that a person has not saved, in any window of this browser. */
export async function ofPerson(person: string): Promise<Entry[]> {
  const all = await step("readonly", (store) => store.getAll(IDBKeyRange.bound([person], [person, []]))).catch(() => []);
  return (all ?? []) as Entry[];
}

/** Whether something that a person typed into a project has not been saved. */
export const hasUnsaved = async (person: string): Promise<boolean> => (await ofPerson(person)).some(holds);

/** Takes everything of a person off this browser, as when they sign out. */
export async function forget(person: string): Promise<void> {
  await step("readwrite", (store) => store.delete(IDBKeyRange.bound([person], [person, []]))).catch(() => undefined);
}

/** Takes entries away. */
export async function drop(entries: readonly Entry[]): Promise<void> {
  for (const { person, project, window } of entries) await step("readwrite", (store) => store.delete([person, project, window])).catch(() => undefined);
}

let held = false;

/** As long as this page lives, it holds a lock by which others know that what it writes is its own. */
export function holdLock(): void {
  if (held || !("locks" in navigator)) return;
  held = true;
  navigator.locks.request(lockOf(thisWindow), () => new Promise(() => undefined)).catch(() => undefined);
}

/**
 * Calls back with what windows that are no more have left of a project, and this one when its page was left, the oldest
 * first; what lives is left alone. What could not be taken up stays.
 */
export async function takeUp(person: string, project: string, take: (entry: Entry) => Promise<boolean>): Promise<void> {
  const left = (await ofProject(person, project)).sort((a, b) => a.at - b.at);
  for (const { window } of left) {
    await ifNoMore(window, async () => {
      const entry = (await ofProject(person, project)).find((e) => e.window === window); // unless another has taken it up meanwhile
      if (entry && (await take(entry)) && window !== thisWindow) await drop([entry]);
    });
  }
}

const ofProject = async (person: string, project: string) => (await ofPerson(person)).filter((e) => e.project === project);

/** Does something when a window is no more, before any other window can. */
async function ifNoMore(window: string, act: () => Promise<void>): Promise<void> {
  if (window === thisWindow || !("locks" in navigator)) return act(); // without locks a window cannot be told from one that is no more
  await navigator.locks.request(lockOf(window), { ifAvailable: true }, async (lock) => {
    if (lock) await act();
  });
}

/** Projects that somebody had begun and of which no answer came, oldest first. */
export async function unbegun(person: string, party: string): Promise<Entry[]> {
  return (await ofPerson(person)).filter((e) => e.begins && e.party === party).sort((a, b) => a.at - b.at);
}
