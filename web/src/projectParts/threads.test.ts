import { describe, it } from "node:test";
import { expect } from "expect";
import type { Comment } from "./queries";
import { isWaiting, threadsOf } from "./threads";

const comment = (id: string, more: Partial<Comment> = {}): Comment => ({ id, version: 1, kind: "comment", audience: "all", text: id, own: false, created_at: `2027-01-01T00:00:0${id}Z`, ...more });

describe("threads of comments", () => {
  const told = (comments: Comment[]) => threadsOf(comments).map((thread) => [thread.first.id, ...thread.answers.map((a) => a.id)].join());

  it("puts answers beneath what they answer, and the newest word first", () => {
    expect(told([comment("1"), comment("2"), comment("3", { answers: "1" }), comment("4", { answers: "3" })])).toEqual(["1,3,4", "2"]);
  });
  it("lets an answer to what one may not read stand by itself", () => {
    expect(told([comment("2", { answers: "9" })])).toEqual(["2"]);
  });
  it("does not lose itself in a ring", () => {
    expect(threadsOf([comment("1", { answers: "2" }), comment("2", { answers: "1" })]).flatMap((thread) => [thread.first, ...thread.answers])).toHaveLength(2);
  });
  it("waits until the other side has answered a question", () => {
    const question = comment("1", { kind: "question", authority: "police" });
    const waiting = (...answers: Comment[]) => threadsOf([question, ...answers]).some(isWaiting);
    expect(waiting()).toBe(true);
    expect(waiting(comment("2", { answers: "1", authority: "rescue" }))).toBe(true);
    expect(waiting(comment("2", { answers: "1" }))).toBe(false);
  });
});
