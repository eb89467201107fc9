import { type Tagged, answer, client, tagged } from "../api/client";
import { Problem } from "../api/problem";
import type { components } from "../api/schema";
import { lang } from "../page/config";
import type { Part, Sketch } from "../placing/part";
import { partChanges, partsOf, samePart } from "./content";
import { type Entry, holdLock, takeUp, thisWindow, write } from "./journal";
import { type Draft, absorbed, begun, fieldOf, refusedAs, settled, takenUp, toSend, tried, typed, written } from "./saving";
import type { Fields, Value } from "./values";

export type Project = components["schemas"]["ProjectBody"];

/** How it stands with what was typed: all is saved; some is on its way; the service cannot be reached; the session has ended; or the project is not there any more, or not to be changed. */
export type Standing = "saved" | "saving" | "away" | "signedOut" | "shut";

export interface Snapshot {
  project: Project;
  /** What it says with everything that was typed. */
  fields: Fields;
  draft: Draft;
  standing: Standing;
  /** When all of it was last saved from here; null: nothing was typed here. */
  savedAt: Date | null;
  /** Why it is shut. */
  problem: Problem | null;
  /** The parts of the place, as they were put here as long as they say the same. */
  parts: readonly Part[];
  sketch: Sketch | null;
  notes: Readonly<Record<string, string>>;
  /** The browser keeps nothing: what is not saved goes with the page. */
  unkept: boolean;
}

/** Milliseconds without a keystroke after which is saved, and at most while somebody types on. */
const quiet = 400;
const longest = 2000;
/** Milliseconds between looks at what others saved, and the longest wait after a failure. */
const between = 5000;
const slowest = 15_000;
/** Bytes that a request may have that outlives its page. */
const mostKept = 60_000;

const tagOf = (revision: number) => `"v${revision}"`;
const at = (id: string) => ({ path: { id }, query: { lang } });

export const fetchProject = (id: string): Promise<Tagged<Project>> => tagged<Project>(client.GET("/api/v1/projects/{id}", { params: at(id) }));

/** Sends changes; those rest on the revision. */
function send(id: string, revision: number, changes: Readonly<Record<string, Value>>, keepalive = false): Promise<Project> {
  return answer<Project>(client.PATCH("/api/v1/projects/{id}", { params: { ...at(id), header: { "If-Match": tagOf(revision) } }, body: { changes } as never, keepalive }));
}

/** Saves one project as it is typed: every keystroke into the journal, and all of it to the service when there is a pause. */
export class Saver {
  private draft: Draft;
  private project: Project;
  private parts: readonly Part[] = [];
  private sketch: Sketch | null = null;
  private notes: Readonly<Record<string, string>> = {};
  private standing: Standing = "saved";
  private savedAt: Date | null = null;
  private problem: Problem | null = null;
  private unkept = false;
  private readonly person: string;
  private readonly listeners = new Set<() => void>();
  private snap: Snapshot;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private firstTyped = 0;
  private failures = 0;
  private busy = false;
  private poll: ReturnType<typeof setInterval> | undefined;

  private constructor(person: string, project: Project) {
    this.person = person;
    this.project = project;
    this.draft = begun(project.revision, project.fields as Fields);
    this.snap = this.take();
  }

  /** Opens a project: what the service says, and above it what was typed and not saved when a page was lost. */
  static async open(person: string, id: string): Promise<Saver> {
    holdLock();
    const { body } = await fetchProject(id);
    const saver = new Saver(person, body);
    await takeUp(person, id, async (left) => {
      saver.draft = takenUp(saver.draft, left.changes);
      saver.sketch = left.sketch ?? saver.sketch;
      saver.notes = { ...saver.notes, ...left.notes };
      await saver.journal();
    });
    saver.tell();
    return saver;
  }

  /** Begins to save and to look at what others save; returns what ends it. */
  start(): () => void {
    const leave = () => this.leave();
    const back = () => this.soon(0);
    const look = () => (document.visibilityState === "hidden" ? this.leave() : void this.look());
    addEventListener("pagehide", leave);
    addEventListener("online", back);
    document.addEventListener("visibilitychange", look);
    this.poll = setInterval(() => document.visibilityState === "visible" && void this.look(), between);
    if (this.unsent) this.soon(0);
    return () => {
      removeEventListener("pagehide", leave);
      removeEventListener("online", back);
      document.removeEventListener("visibilitychange", look);
      clearInterval(this.poll);
      this.leave();
      clearTimeout(this.timer);
    };
  }

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): Snapshot => this.snap;

  /** A field is typed. */
  readonly type = (path: string, value: Value): void => this.typeAll({ [path]: value });

  /** Several fields change as one. */
  readonly typeAll = (changes: Readonly<Record<string, Value>>): void => {
    for (const [path, value] of Object.entries(changes)) this.draft = typed(this.draft, path, value);
    this.firstTyped ||= Date.now();
    void this.journal();
    if (this.standing !== "signedOut" && this.standing !== "away") this.soon(Math.max(0, Math.min(quiet, this.firstTyped + longest - Date.now())));
    this.tell();
  };

  /** The place is put. */
  readonly place = (parts: readonly Part[]): void => {
    const before = partsOf(written(this.draft));
    this.parts = parts;
    this.typeAll(partChanges(before, parts));
  };

  readonly sketched = (sketch: Sketch | null): void => {
    this.sketch = sketch;
    void this.journal();
    this.tell();
  };

  /** A text that is not part of the project, such as an answer under way. */
  readonly note = (name: string, text: string): void => {
    this.notes = Object.fromEntries(Object.entries({ ...this.notes, [name]: text }).filter(([, said]) => said !== ""));
    void this.journal();
    this.tell();
  };

  /** Ends a conflict by what the field shall say. */
  readonly settle = (path: string, value: Value): void => {
    this.draft = settled(this.draft, path, value);
    void this.journal();
    this.soon(0);
    this.tell();
  };

  /** What was done with the project otherwise, as when it was shown. */
  readonly took = (project: Project): void => {
    this.absorb(project);
    this.tell();
  };

  /** Takes over what was done to the project by another way than saving. */
  async reread(): Promise<void> {
    this.absorb((await fetchProject(this.project.id)).body);
    this.tell();
  }

  /** Saves what is left now; true: nothing is. */
  async flush(): Promise<boolean> {
    clearTimeout(this.timer);
    for (let i = 0; i < 40 && this.busy; i++) await new Promise((done) => setTimeout(done, 50));
    await this.save();
    return !this.unsent;
  }

  /** The project is gone: nothing of it is kept here either. */
  async discard(): Promise<void> {
    this.draft = begun(this.draft.revision, this.draft.server);
    this.sketch = null;
    this.notes = {};
    this.standing = "shut";
    await this.journal();
  }

  /** After signing in again, or when the service may be there again. */
  readonly resume = (): void => {
    if (this.standing === "signedOut") this.standing = "saving";
    this.soon(0);
  };

  get revision(): number {
    return this.draft.revision;
  }

  private get unsent(): boolean {
    return Object.keys(this.draft.changes).length > 0;
  }

  private take(): Snapshot {
    const { project, draft, standing, savedAt, problem, sketch, notes, unkept } = this;
    const fields = written(draft);
    const parts = partsOf(fields);
    if (parts.length !== this.parts.length || parts.some((part, i) => !samePart(part, this.parts[i] as Part))) this.parts = parts;
    return { project, draft, fields, parts: this.parts, standing: standing === "saved" && Object.keys(toSend(draft)).length > 0 ? "saving" : standing, savedAt, problem, sketch, notes, unkept };
  }

  private tell(): void {
    this.snap = this.take();
    for (const listener of this.listeners) listener();
  }

  private async journal(): Promise<void> {
    const entry: Entry = { person: this.person, project: this.project.id, window: thisWindow, at: Date.now(), changes: this.draft.changes, sketch: this.sketch, notes: this.notes };
    const kept = await write(entry);
    if (this.unkept !== kept) return;
    this.unkept = !kept;
    this.tell();
  }

  private soon(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), ms);
  }

  private absorb(project: Project): void {
    if (project.revision < this.draft.revision) return;
    this.project = project;
    this.draft = absorbed(this.draft, project.revision, project.fields as Fields);
    void this.journal();
  }

  private async save(): Promise<void> {
    const changes = toSend(this.draft);
    if (this.busy || this.standing === "shut") return;
    if (Object.keys(changes).length === 0) {
      if (this.standing === "saving") this.standing = "saved";
      this.tell();
      return;
    }
    this.busy = true;
    this.firstTyped = 0;
    this.draft = tried(this.draft, changes);
    await this.journal(); // that it may have arrived is known even if the page is lost before the answer
    this.tell();
    try {
      this.absorb(await send(this.project.id, this.draft.revision, changes));
      this.failures = 0;
      this.standing = "saved";
      this.savedAt = new Date();
      if (Object.keys(toSend(this.draft)).length > 0) this.soon(quiet);
    } catch (error) {
      await this.failed(error instanceof Problem ? error : new Problem(0, "", ""));
    } finally {
      this.busy = false;
      this.tell();
    }
  }

  private async failed(problem: Problem): Promise<void> {
    const code = problem.faults[0]?.code;
    this.problem = problem;
    if (problem.status === 401) this.standing = "signedOut";
    else if (problem.status === 422 || problem.status === 400 || problem.status === 413) this.refuse(problem);
    else if (problem.status === 409 && code !== "project_cancelled") await this.others();
    else if (problem.status >= 400 && problem.status < 500 && problem.status !== 408 && problem.status !== 429) this.standing = "shut";
    else this.later(problem.retryAfter);
  }

  /** Fields that are refused wait; the others are sent by themselves. */
  private refuse(problem: Problem): void {
    const faults = Object.fromEntries(problem.faults.flatMap((f) => {
      const path = fieldOf(f.pointer);
      return path ? [[path, f.detail] as const] : [];
    }));
    const all = Object.keys(toSend(this.draft));
    const known = Object.keys(faults).some((path) => all.includes(path));
    this.draft = refusedAs(this.draft, known ? faults : Object.fromEntries(all.map((path) => [path, problem.details.join(" ")])));
    this.standing = "saved";
    this.soon(0);
  }

  /** Somebody else has saved meanwhile: what they changed is taken over, the rest is sent again at once. */
  private async others(): Promise<void> {
    try {
      this.absorb((await fetchProject(this.project.id)).body);
      this.standing = "saving";
      this.soon(Math.min(this.failures++ * 200, slowest));
    } catch (error) {
      await this.failed(error instanceof Problem ? error : new Problem(0, "", ""));
    }
  }

  private later(retryAfter: number): void {
    this.standing = "away";
    this.soon(retryAfter > 0 ? Math.min(retryAfter * 1000, slowest) : Math.min(1000 * 2 ** this.failures++, slowest));
  }

  /** Takes over what others have saved. */
  private async look(): Promise<void> {
    if (this.busy || this.standing === "shut" || this.standing === "signedOut") return;
    try {
      const { body } = await fetchProject(this.project.id);
      const news = body.revision > this.draft.revision || body.state !== this.project.state || body.shown !== this.project.shown;
      if (news && !this.busy) this.absorb(body);
      const back = this.standing === "away";
      if (back) this.standing = "saving"; // the service is there again: what is left is sent, or nothing is
      if (back) this.soon(0);
      if (news || back) this.tell();
    } catch (error) {
      if (error instanceof Problem && error.status === 401) this.standing = "signedOut";
      else if (error instanceof Problem && error.status === 404) Object.assign(this, { standing: "shut", problem: error });
      else return; // told when there is something to save
      this.tell();
    }
  }

  /** The page goes: what is left is sent by a request that outlives it, and stays in the journal until an answer has come. */
  private leave(): void {
    const changes = toSend(this.draft);
    if (Object.keys(changes).length === 0 || this.standing === "shut" || this.standing === "signedOut") return;
    this.draft = tried(this.draft, changes);
    void this.journal();
    const small = JSON.stringify(changes).length < mostKept;
    void send(this.project.id, this.draft.revision, changes, small).then((project) => {
      this.absorb(project);
      this.tell();
    }, () => undefined);
  }
}

/** Begins a project; sent again with the same key, it is the same one. */
export const createProject = (key: string, changes: Readonly<Record<string, Value>>) =>
  answer<Project>(client.POST("/api/v1/projects", { params: { query: { lang }, header: { "Idempotency-Key": key } }, body: { changes } as never }));

