import { Problem } from "../api/problem";
import type { Part, Sketch } from "../placing/part";
import { partChanges, partsOf, samePart } from "./content";
import { type Entry, thisWindow } from "./journal";
import { type Draft, absorbed, begun, fieldOf, known, ofWindows, refusedAs, settled, takenUp, toSend, tried, typed, written } from "./saving";
import type { Project, Service } from "./service";
import type { Fields, Value } from "./values";

export type { Project } from "./service";

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

interface Given {
  person: string;
  project: Project;
  service: Service;
  /** Writes into the journal; false: the browser keeps nothing. */
  keep: (entry: Entry) => Promise<boolean>;
}

/** Milliseconds without a keystroke after which is saved, and at most while somebody types on. */
const quiet = 400;
const longest = 2000;
/** Milliseconds between looks at what others saved, and the longest wait after a failure, and when the service asks for one. */
const between = 5000;
const slowest = 15_000;
const longestAsked = 60_000;
/** Milliseconds that the journal is waited for before sending: a browser whose storage does not answer keeps nobody from saving. */
const journalWait = 1000;
/** Saves in a row, where each field is saved by itself. */
const mostSaves = 100;
/** Bytes that a request may have that outlives its page. */
const mostKept = 60_000;

/** Saves one project as it is typed: every keystroke into the journal, and all of it to the service when there is a pause. */
export class Saver {
  private readonly given: Given;
  private draft: Draft;
  private project: Project;
  private parts: readonly Part[] = [];
  private sketch: Sketch | null = null;
  private notes: Readonly<Record<string, string>> = {};
  /** Why nothing is sent; null: it is. */
  private hold: "away" | "signedOut" | "shut" | null = null;
  /** The service has said when it wants to be asked again. */
  private asked = false;
  private savedAt: Date | null = null;
  private problem: Problem | null = null;
  private unkept = false;
  private readonly listeners = new Set<() => void>();
  private snap: Snapshot;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private firstTyped = 0;
  private failures = 0;
  private underWay: Promise<void> | null = null;
  /** Fields are sent one by one, as some are refused and it is not told which. */
  private apart = false;
  private turn = 0;
  private page: "opening" | "shown" | "left" = "opening";
  private silent = false;

  constructor(given: Given) {
    this.given = given;
    this.project = given.project;
    this.draft = begun(given.project.revision, given.project.fields as Fields);
    this.snap = this.take();
  }

  /** Takes up what a window that is no more has left; false: it could not be kept, and has to stay where it is. */
  async takeUp(left: Entry): Promise<boolean> {
    this.draft = takenUp(this.draft, left.changes, left.windows);
    this.sketch = left.sketch ?? this.sketch;
    this.notes = { ...this.notes, ...left.notes };
    const kept = await this.journal();
    this.tend();
    return kept;
  }

  /** A page shows it: it looks at what others save. Returns what ends that; what is left is saved all the same. */
  start(): () => void {
    this.page = "shown";
    const leave = () => this.leave();
    const back = () => this.soon(0);
    const seen = () => (document.visibilityState === "hidden" ? this.leave() : void this.look());
    const warn = (event: BeforeUnloadEvent) => {
      if (this.unkept && Object.keys(this.draft.changes).length > 0) event.preventDefault(); // the browser asks: nothing else has it
    };
    addEventListener("beforeunload", warn);
    addEventListener("pagehide", leave);
    addEventListener("pageshow", back);
    addEventListener("online", back);
    document.addEventListener("visibilitychange", seen);
    const poll = setInterval(() => document.visibilityState === "visible" && void this.look(), between);
    this.tend();
    return () => {
      removeEventListener("beforeunload", warn);
      removeEventListener("pagehide", leave);
      removeEventListener("pageshow", back);
      removeEventListener("online", back);
      document.removeEventListener("visibilitychange", seen);
      clearInterval(poll);
      this.page = "left";
      this.soon(0);
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
    if (!this.hold) this.soon(Math.max(0, Math.min(quiet, this.firstTyped + longest - Date.now())));
    this.tend();
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
    this.tend();
  };

  /** A text that is not part of the project, such as an answer under way. */
  readonly note = (name: string, text: string): void => {
    this.notes = Object.fromEntries(Object.entries({ ...this.notes, [name]: text }).filter(([, said]) => said !== ""));
    void this.journal();
    this.tend();
  };

  /** Ends a conflict by what the field shall say. */
  readonly settle = (path: string, value: Value): void => {
    this.draft = settled(this.draft, path, value);
    void this.journal();
    if (!this.hold) this.soon(0);
    this.tend();
  };

  /** What was done with the project otherwise, as when it was shown. */
  readonly took = (project: Project): void => {
    this.absorb(project);
    this.tend();
  };

  /** Takes over what was done to the project by another way than saving. */
  async reread(): Promise<void> {
    this.took(await this.given.service.read(this.project.id));
  }

  /** Saves what is left now; false: something is left, as it waits for the service, or for a choice. */
  async flush(): Promise<boolean> {
    for (let i = 0; i < mostSaves; i++) {
      await this.underWay;
      if (this.hold === "signedOut" || this.hold === "shut" || this.silent || this.waiting === 0) break;
      await this.save();
      if (this.hold === "away") break;
    }
    return Object.keys(this.draft.changes).length === 0;
  }

  /** The project is gone: nothing of it is kept here either. */
  async discard(): Promise<void> {
    this.draft = begun(this.draft.revision, this.draft.server);
    this.sketch = null;
    this.notes = {};
    await this.journal();
    this.silence();
  }

  /** Nothing of it is sent or kept any more. */
  silence(): void {
    this.silent = true;
    clearTimeout(this.timer);
  }

  /** After signing in again, or when whom one acts for may be another, or the service there again. */
  readonly resume = (): void => {
    const again = this.hold === "signedOut" || (this.hold === "shut" && (this.problem?.status === 403 || this.problem?.status === 404));
    if (again) this.hold = null;
    if (this.waiting > 0) this.soon(0);
    else if (again || this.page === "left") void this.look();
    this.tend();
  };

  get revision(): number {
    return this.draft.revision;
  }

  /** Its page is left, and nothing is to be sent any more; what could not be is in the journal. */
  get done(): boolean {
    return this.silent || (this.page === "left" && !this.underWay && (this.waiting === 0 || this.hold === "shut"));
  }

  /** How many fields can be sent now. */
  private get waiting(): number {
    return Object.keys(toSend(this.draft)).length;
  }

  private take(): Snapshot {
    const { project, draft, savedAt, problem, sketch, notes, unkept } = this;
    const fields = written(draft);
    const parts = partsOf(fields);
    if (parts.length !== this.parts.length || parts.some((part, i) => !samePart(part, this.parts[i] as Part))) this.parts = parts;
    const hold = this.hold === "away" && this.waiting === 0 ? null : this.hold; // nothing waits for the service
    return { project, draft, fields, parts: this.parts, standing: hold ?? (this.waiting > 0 ? "saving" : "saved"), savedAt, problem, sketch, notes, unkept };
  }

  /** After anything that happens: what can be sent has its time, the page is told, and who is done with goes. */
  private tend(): void {
    const waits = this.waiting > 0;
    if (waits && !this.underWay && this.timer === undefined && (this.hold === null || this.hold === "away")) this.soon(quiet);
    this.snap = this.take();
    for (const listener of this.listeners) listener();
  }

  private async journal(): Promise<boolean> {
    if (this.silent) return true;
    const { person, keep } = this.given;
    const { draft, sketch, notes } = this;
    const kept = await keep({ person, project: this.project.id, window: thisWindow, at: Date.now(), changes: draft.changes, windows: ofWindows(draft), sketch, notes });
    if (this.unkept === kept) {
      this.unkept = !kept;
      this.tend();
    }
    return kept;
  }

  private soon(ms: number): void {
    clearTimeout(this.timer);
    if (this.silent) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.save();
    }, ms);
  }

  private absorb(project: Project): void {
    if (project.revision < this.draft.revision) return;
    this.project = project;
    this.draft = absorbed(this.draft, project.revision, project.fields as Fields);
    void this.journal();
  }

  /** Saves once, unless that is under way. */
  private save(): Promise<void> {
    if (this.underWay) return this.underWay;
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.hold === "away" && this.waiting === 0) this.hold = null;
    if (this.silent || this.hold === "shut" || this.hold === "signedOut" || this.waiting === 0) {
      this.tend();
      return Promise.resolve();
    }
    this.underWay = this.saveOnce().finally(() => {
      this.underWay = null;
      if (this.waiting === 0) this.apart = false;
      this.tend();
    });
    return this.underWay;
  }

  private async saveOnce(): Promise<void> {
    const changes = this.nextChanges();
    const { revision } = this.draft; // what they rest on, whatever is heard of before they are sent
    this.firstTyped = 0;
    this.draft = tried(this.draft, changes);
    await Promise.race([this.journal(), new Promise((done) => setTimeout(done, journalWait))]); // that it may have arrived is known even if the page is lost before the answer
    if (this.silent) return;
    this.tend();
    try {
      this.absorb(await this.given.service.send(this.project.id, revision, changes, false));
      this.failures = 0;
      this.hold = null;
      this.savedAt = new Date();
    } catch (error) {
      await this.failed(problemIn(error), changes);
    }
  }

  /** All that can be sent; or one field, each in its turn. */
  private nextChanges(): Readonly<Record<string, Value>> {
    const all = Object.entries(toSend(this.draft));
    return Object.fromEntries(this.apart ? [all[this.turn++ % all.length] as (typeof all)[number]] : all);
  }

  private async failed(problem: Problem, sent: Readonly<Record<string, Value>>): Promise<void> {
    const { status } = problem;
    const code = problem.faults[0]?.code;
    this.problem = problem;
    if (status === 401) this.hold = "signedOut";
    else if (status === 422 || status === 400 || status === 413) this.refuse(problem, sent);
    else if (status === 409 && code !== "other_person") await this.others(problem, code === "project_cancelled");
    else if (status >= 400 && status < 500 && status !== 408 && status !== 429) this.hold = "shut";
    else this.later(problem, sent);
  }

  /** Fields that are refused wait; the others are sent by themselves. Where it is not told which are, they are tried one by one. */
  private refuse(problem: Problem, sent: Readonly<Record<string, Value>>): void {
    const faults = Object.fromEntries(problem.faults.flatMap((f) => {
      const path = fieldOf(f.pointer);
      return path !== null && path in sent ? [[path, f.detail] as const] : [];
    }));
    const all = Object.keys(sent);
    this.hold = null;
    if (Object.keys(faults).length > 0) this.draft = refusedAs(this.draft, faults);
    else if (all.length > 1) this.apart = true;
    else this.draft = refusedAs(this.draft, Object.fromEntries(all.map((path) => [path, problem.details.join(" ")])));
    this.soon(0);
  }

  /** Somebody else has saved meanwhile: what they changed is taken over, the rest is sent again at once; unless they have cancelled it. */
  private async others({ conflicts }: Problem, cancelled: boolean): Promise<void> {
    try {
      this.absorb(await this.given.service.read(this.project.id));
      this.draft = known(this.draft, conflicts);
      this.hold = cancelled ? "shut" : null;
      if (!cancelled) this.soon(Math.min(this.failures++ * 200, slowest));
    } catch (error) {
      const problem = problemIn(error);
      if (problem.status === 401) this.hold = "signedOut";
      else if (problem.status === 403 || problem.status === 404) Object.assign(this, { hold: "shut", problem });
      else this.later(problem, {});
    }
  }

  /** Tried again later. A service that fails again and again may fail at one field alone. */
  private later({ status, retryAfter }: Problem, sent: Readonly<Record<string, Value>>): void {
    this.hold = "away";
    this.asked = retryAfter > 0;
    if (status === 500 && this.failures >= 2 && Object.keys(sent).length > 1) this.apart = true;
    this.failures++;
    this.soon(this.asked ? Math.min(retryAfter * 1000, longestAsked) : Math.min(1000 * 2 ** (this.failures - 1), slowest));
  }

  /** Takes over what others have saved; and what waits for the service is sent, if it is there again. */
  async look(): Promise<void> {
    if (this.underWay || this.silent || this.hold === "shut" || this.hold === "signedOut") return;
    try {
      const body = await this.given.service.look(this.project.id, this.draft.revision);
      // What waits is sent on what it rests on, so that the service tells whose it meets; unless nothing is taken just now.
      const ask = this.waiting > 0 && !this.hold && !this.silent;
      if (body && !this.underWay && !ask) this.absorb(body);
      if (ask || (this.hold === "away" && !this.asked)) this.soon(0);
    } catch (error) {
      const problem = problemIn(error);
      if (problem.status === 401) this.hold = "signedOut";
      else if (problem.status === 403 || problem.status === 404) Object.assign(this, { hold: "shut", problem });
      // else: told when there is something to save
    }
    this.tend();
  }

  /** The page goes: what is left is sent by a request that outlives it, and stays in the journal until an answer has come. */
  leave(): void {
    const changes = toSend(this.draft);
    if (Object.keys(changes).length === 0 || this.silent || this.hold === "shut" || this.hold === "signedOut") return;
    this.draft = tried(this.draft, changes);
    void this.journal();
    if (new TextEncoder().encode(JSON.stringify(changes)).length > mostKept) return this.soon(0);
    void this.given.service.send(this.project.id, this.draft.revision, changes, true).then(this.took, () => undefined);
  }
}

/** Anything else than the service's own problem is that it was not reached. */
const problemIn = (error: unknown) => (error instanceof Problem ? error : new Problem(0, "", ""));
