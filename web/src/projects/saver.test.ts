import { afterEach, beforeEach, describe, it } from "node:test";
import { expect } from "expect";
import { Problem } from "../api/problem";
import type { Entry } from "./journal";
import { Saver } from "./saver";
import type { Project } from "./service";
import type { Fields, Value } from "./values";

const path = { title: "/title", summary: "/summary" };

/** A project as a service has it, which says what a test wants to each save. */
class World {
  fields: Fields = { [path.title]: "Juhla" };
  revision = 1;
  state: Project["state"] = "draft";
  /** What goes wrong, save by save; after the last all goes well. */
  problems: (Problem | null)[] = [];
  /** What goes wrong with reading. */
  unread: Problem | null = null;
  /** When each field was last changed. */
  last: Record<string, number> = {};
  sent: { changes: Readonly<Record<string, Value>>; kept: boolean; revision: number }[] = [];
  journal: Entry | null = null;
  keeps = true;
  stuck = false;
  readonly saver = new Saver({
    person: "p", project: this.project(),
    keep: (entry) => {
      if (this.stuck) return new Promise(() => undefined);
      if (this.keeps) this.journal = structuredClone(entry);
      return Promise.resolve(this.keeps);
    },
    service: {
      read: () => (this.unread ? Promise.reject(this.unread) : Promise.resolve(this.project())),
      look: (_, revision) => (this.unread ? Promise.reject(this.unread) : Promise.resolve(this.revision === revision ? null : this.project())),
      send: (_, revision, changes, kept) => {
        this.sent.push({ changes, kept, revision });
        const problem = this.problems.shift();
        if (problem) return Promise.reject(problem);
        const met = Object.keys(changes).filter((field) => (this.last[field] ?? 0) > revision && this.fields[field] !== changes[field]);
        if (met.length > 0) return Promise.reject(conflict(met.map((field) => ({ field, theirs: this.fields[field], revision: this.revision, by: "Maija", at: "2027-01-02T10:00:00Z" }))));
        this.changed(changes);
        return Promise.resolve(this.project());
      },
    },
  });

  project(): Project {
    return { id: "1", state: this.state, revision: this.revision, fields: this.fields } as unknown as Project;
  }

  /** Somebody, or this saver, saves. */
  changed(changes: Readonly<Record<string, Value>>): void {
    this.fields = { ...this.fields, ...changes };
    this.revision++;
    for (const field of Object.keys(changes)) this.last[field] = this.revision;
  }

  get standing() {
    return this.saver.snapshot().standing;
  }
}

/** Timers that go off when a test says so. (Node.js has its own only since 18.19.) */
const { setTimeout: realSet, clearTimeout: realClear } = globalThis;
let now = 0;
let made = 0;
const timers = new Map<number, { at: number; act: () => void }>();
const set = (act: () => void, ms = 0) => (timers.set(++made, { at: now + ms, act }), made);

function tick(ms: number): void {
  now += ms;
  for (const [id, { act }] of [...timers].filter((timer) => timer[1].at <= now).sort((a, b) => a[1].at - b[1].at)) if (timers.delete(id)) act();
}

/** Lets what waits for nothing but an answer happen, and then time pass. */
const answers = async () => {
  for (let i = 0; i < 40; i++) await Promise.resolve();
};
async function pass(ms: number): Promise<void> {
  await answers();
  for (let at = 0; at < ms; at += 100) {
    tick(100);
    await answers();
  }
}

const away = new Problem(0, "", "");
const ended = new Problem(401, "", "");
const refusal = (field: string, status = 422) => new Problem(status, "", "", [{ pointer: `/changes/${field.replaceAll("/", "~1")}`, code: "bad", detail: "Ei käy." }]);
const conflict = (conflicts: Problem["conflicts"]) => new Problem(409, "", "", [{ code: "changed_by_other", detail: "" }], 0, "conflict", { conflicts });
const because = (status: number, code: string) => new Problem(status, "", "", [{ code, detail: code }]);

beforeEach(() => {
  timers.clear();
  Object.assign(globalThis, { setTimeout: set, clearTimeout: (id?: number) => timers.delete(id ?? 0) });
});
afterEach(() => void Object.assign(globalThis, { setTimeout: realSet, clearTimeout: realClear }));

/** Types, meets a problem with the first save, and tells how it stands then. */
async function met(...problems: (Problem | null)[]): Promise<World> {
  const w = new World();
  w.problems = problems;
  w.saver.type(path.title, "Rantajuhla");
  await pass(500);
  return w;
}

describe("what is typed is saved once", () => {
  it("after a pause, all of it", async () => {
    const w = new World();
    for (const text of ["R", "Ra", "Ran"]) w.saver.type(path.title, text);
    expect([w.standing, w.journal?.changes[path.title]?.value]).toEqual(["saving", "Ran"]);
    await pass(500);
    expect([w.sent.map((s) => s.changes), w.standing, w.journal?.changes]).toEqual([[{ [path.title]: "Ran" }], "saved", {}]);
  });
  it("typed back, nothing is sent and nothing waits", async () => {
    const w = new World();
    w.saver.type(path.title, "J");
    w.saver.type(path.title, "Juhla");
    await pass(500);
    expect([w.sent, w.standing]).toEqual([[], "saved"]);
  });
  it("even where the browser's storage never answers", async () => {
    const w = new World();
    w.stuck = true;
    w.saver.type(path.title, "Rantajuhla");
    await pass(2000);
    expect([w.fields[path.title], w.standing]).toEqual(["Rantajuhla", "saved"]);
  });
  it("and it is told when the browser keeps nothing", async () => {
    const w = new World();
    w.keeps = false;
    w.saver.type(path.title, "Rantajuhla");
    await answers();
    expect(w.saver.snapshot().unkept).toBe(true);
  });
});

describe("the service is away", () => {
  for (const [name, problem] of [["cannot be reached", away], ["fails", new Problem(500, "", "")], ["is busy", new Problem(503, "", "")], ["is asked too often", new Problem(429, "", "", [], 3)]] as const) {
    it(`${name}: what is typed waits and is sent when it is back`, async () => {
      const w = await met(problem, problem);
      expect(w.standing).toBe("away");
      w.saver.type(path.summary, "Kesällä");
      await pass(12_000);
      expect([w.fields, w.standing]).toEqual([{ [path.title]: "Rantajuhla", [path.summary]: "Kesällä" }, "saved"]);
    });
  }
  it("is sent at once when the page hears of it again", async () => {
    const w = await met(away, away, away, away, away, away);
    await pass(20_000);
    expect(w.standing).toBe("away");
    w.problems = [];
    await w.saver.look();
    await pass(100);
    expect(w.standing).toBe("saved");
  });
  it("waits as long as the service asks for", async () => {
    const w = await met(new Problem(429, "", "", [], 30));
    await w.saver.look();
    w.saver.type(path.title, "R");
    await pass(20_000);
    expect(w.sent).toHaveLength(1);
    await pass(15_000);
    expect([w.sent.length, w.standing]).toEqual([2, "saved"]);
  });
  it("and nothing waits any more: typed back, or chosen otherwise", async () => {
    const w = await met(away);
    w.changed({ [path.title]: "Toisen" });
    await w.saver.look();
    w.saver.settle(path.title, "Toisen");
    expect(w.standing).toBe("saved");
  });
  it("fails at one field again and again: the others get through", async () => {
    const w = new World();
    const send = w.problems;
    w.saver.typeAll({ [path.title]: "Rantajuhla", [path.summary]: "Kesällä" });
    send.push(new Problem(500, "", ""), new Problem(500, "", ""), new Problem(500, "", ""), new Problem(500, "", ""));
    await pass(40_000);
    expect([w.fields[path.title], w.fields[path.summary], w.standing]).toEqual(["Rantajuhla", "Kesällä", "saved"]);
    expect(w.sent.slice(3).every((s) => Object.keys(s.changes).length === 1)).toBe(true);
  });
});

describe("the session has ended", () => {
  it("nothing is sent, all is kept, and the same person goes on", async () => {
    const w = await met(ended);
    w.saver.type(path.summary, "Kesällä");
    await pass(20_000);
    expect([w.standing, w.sent.length, Object.keys(w.journal?.changes ?? {})]).toEqual(["signedOut", 1, [path.title, path.summary]]);
    w.saver.resume();
    await pass(500);
    expect([w.fields, w.standing]).toEqual([{ [path.title]: "Rantajuhla", [path.summary]: "Kesällä" }, "saved"]);
  });
  it("is heard of by looking: signed in again, and there is nothing to save", async () => {
    const w = new World();
    w.unread = ended;
    await w.saver.look();
    expect(w.standing).toBe("signedOut");
    w.unread = null;
    w.saver.resume();
    await answers();
    expect(w.standing).toBe("saved");
  });
  it("another has signed in: nothing more is sent", async () => {
    const w = await met(because(409, "other_person"));
    w.saver.leave();
    await pass(20_000);
    expect([w.standing, w.sent.length, w.saver.snapshot().problem?.faults[0]?.code, w.journal?.changes[path.title]?.value]).toEqual(["shut", 1, "other_person", "Rantajuhla"]);
  });
  it("they have signed out: nothing is kept or sent", async () => {
    const w = await met(away);
    w.saver.silence();
    w.journal = null;
    w.saver.type(path.title, "R");
    w.saver.leave();
    await pass(30_000);
    expect([w.journal, w.sent.length]).toEqual([null, 1]);
  });
});

describe("it is not to be changed any more", () => {
  it("the right has ended, and is there again", async () => {
    const w = await met(because(403, "no_mandate"));
    await pass(20_000);
    expect([w.standing, w.sent.length]).toEqual(["shut", 1]);
    w.saver.resume();
    await pass(500);
    expect([w.fields[path.title], w.standing]).toEqual(["Rantajuhla", "saved"]);
  });
  it("it is not there when looked at, and is when one acts for its party again", async () => {
    const w = new World();
    w.unread = new Problem(404, "", "");
    await w.saver.look();
    expect(w.standing).toBe("shut");
    w.unread = null;
    w.saver.resume();
    await answers();
    expect(w.standing).toBe("saved");
  });
  it("a colleague has cancelled it: that is told, and what was typed stays in the browser", async () => {
    const w = new World();
    w.problems = [because(409, "project_cancelled")];
    w.state = "cancelled";
    w.saver.type(path.title, "Rantajuhla");
    await pass(500);
    expect([w.saver.snapshot().project.state, w.standing, w.journal?.changes[path.title]?.value]).toEqual(["cancelled", "shut", "Rantajuhla"]);
  });
});

describe("fields are refused", () => {
  it("those wait, the others are saved", async () => {
    const w = new World();
    w.problems = [refusal(path.title)];
    w.saver.typeAll({ [path.title]: "x", [path.summary]: "y" });
    await pass(1000);
    expect([w.fields[path.summary], w.saver.snapshot().draft.refused, w.standing]).toEqual(["y", { [path.title]: "Ei käy." }, "saved"]);
  });
  for (const status of [400, 413, 422]) {
    it(`${status} without a name: each is tried by itself`, async () => {
      const w = new World();
      const whole = new Problem(status, "", "Liikaa.");
      w.problems = [whole, null, whole];
      w.saver.typeAll({ [path.title]: "x", [path.summary]: "y", "/organiser": "z" });
      await pass(3000);
      expect([Object.keys(w.saver.snapshot().draft.refused).length, Object.keys(w.fields), w.standing]).toEqual([1, [path.title, path.summary], "saved"]);
      w.saver.type(Object.keys(w.saver.snapshot().draft.refused)[0] ?? "", "ok");
      await pass(1000);
      expect([w.saver.snapshot().draft.refused, w.standing]).toEqual([{}, "saved"]);
    });
  }
});

describe("others save", () => {
  it("another field: both are there", async () => {
    const w = await met(because(409, "changed_by_other"));
    w.changed({ [path.summary]: "Toisen" });
    await pass(1000);
    expect([w.fields, w.standing]).toEqual([{ [path.title]: "Rantajuhla", [path.summary]: "Toisen" }, "saved"]);
  });
  it("the same one: whose it is is told, and theirs stays until the choice", async () => {
    const w = new World();
    w.saver.type(path.title, "Minun");
    w.changed({ [path.title]: "Toisen" });
    await w.saver.look();
    await pass(5000);
    expect([w.fields[path.title], w.sent.length]).toEqual(["Toisen", 1]);
    expect(w.saver.snapshot().draft.conflicts).toEqual({ [path.title]: { theirs: "Toisen", whose: { by: "Maija", own: undefined, at: "2027-01-02T10:00:00Z" } } });
    w.saver.settle(path.title, "Minun");
    await pass(500);
    expect([w.fields[path.title], w.standing]).toEqual(["Minun", "saved"]);
  });
  it("and take it back: mine is sent without another keystroke", async () => {
    const w = new World();
    w.saver.type(path.title, "Minun");
    w.changed({ [path.title]: "Toisen" });
    await pass(5000);
    expect(w.standing).toBe("saved"); // but for what is to be chosen
    w.changed({ [path.title]: "Juhla" });
    await w.saver.look();
    await pass(1000);
    expect([w.fields[path.title], w.standing]).toEqual(["Minun", "saved"]);
  });
  it("the same one while the service takes nothing: the choice is offered all the same", async () => {
    const w = await met(away, away);
    w.changed({ [path.title]: "Toisen" });
    await w.saver.look();
    expect(Object.keys(w.saver.snapshot().draft.conflicts)).toEqual([path.title]);
  });
  it("while mine is being sent: mine does not rest on theirs", async () => {
    const w = new World();
    w.stuck = true; // the journal takes a second
    w.saver.type(path.title, "Minun");
    await pass(500);
    w.saver.took({ ...w.project(), revision: 5, fields: { [path.title]: "Toisen" } });
    await pass(1000);
    expect(w.sent[0]?.revision).toBe(1);
  });
});

describe("the page goes", () => {
  it("what is left is sent by a request that outlives it, and known as one's own when it has arrived", async () => {
    const w = new World();
    w.saver.type(path.title, "Rantajuhla");
    w.saver.leave();
    await pass(1000);
    expect([w.sent.map((s) => s.kept), w.standing]).toEqual([[true], "saved"]);
  });
  it("but a long text, which such a request may not have, is sent at once as any other", async () => {
    const w = new World();
    w.saver.type(path.title, "ä".repeat(40_000));
    w.saver.leave();
    await pass(100);
    expect([w.sent.map((s) => s.kept), w.standing]).toEqual([[false], "saved"]);
  });
  it("in the middle of a save, which is not a second one", async () => {
    const w = await met(away);
    w.saver.leave();
    await pass(10_000);
    expect([w.fields[path.title], w.revision, w.standing]).toEqual(["Rantajuhla", 2, "saved"]);
  });
});

describe("what a window that is no more has left", () => {
  it("is taken up with what it had to choose from, and both are kept again", async () => {
    const w = new World();
    const change = (value: string) => ({ [path.title]: { value, was: "Juhla", tried: [] } });
    const entry = { person: "p", project: "1", window: "w1", at: 1, sketch: null, notes: { cancel: "Sää" } };
    expect(await w.saver.takeUp({ ...entry, changes: change("Yksi") })).toBe(true);
    await w.saver.takeUp({ ...entry, changes: change("Kaksi") });
    expect([w.journal?.changes[path.title]?.value, w.journal?.windows, w.journal?.notes]).toEqual(["Yksi", { [path.title]: "Kaksi" }, { cancel: "Sää" }]);
    const next = new World();
    await next.saver.takeUp(w.journal as Entry);
    expect(next.saver.snapshot().draft.conflicts).toEqual({ [path.title]: { theirs: "Kaksi", window: true } });
  });
  it("stays where it is when it cannot be kept", async () => {
    const w = new World();
    w.keeps = false;
    expect(await w.saver.takeUp({ person: "p", project: "1", window: "w1", at: 1, sketch: null, notes: {}, changes: {} })).toBe(false);
  });
});

describe("what has effect on others waits until all is saved", () => {
  it("all of it was", async () => {
    const w = new World();
    w.saver.typeAll({ [path.title]: "x", [path.summary]: "y" });
    expect([await w.saver.flush(), w.standing]).toEqual([true, "saved"]);
  });
  it("not while the service is away, or a field waits", async () => {
    const w = await met(away, away);
    expect(await w.saver.flush()).toBe(false);
    const refused = await met(refusal(path.title));
    expect(await refused.saver.flush()).toBe(false);
  });
});
