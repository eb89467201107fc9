import { describe, it } from "node:test";
import { expect } from "expect";
import { absorbed, begun, fieldOf, refusedAs, settled, takenUp, toSend, tried, typed, written } from "./saving";

const one = begun(3, { "/title": "Juhla", "/summary": "Vanha" });

describe("a draft that is typed", () => {
  it("says what was typed, and sends that alone", () => {
    const draft = typed(typed(one, "/title", "Rantajuhla"), "/answers/noise", true);
    expect(written(draft)).toEqual({ "/title": "Rantajuhla", "/summary": "Vanha", "/answers/noise": true });
    expect(toSend(draft)).toEqual({ "/title": "Rantajuhla", "/answers/noise": true });
  });
  it("sends nothing when the old value is typed again, or a field is emptied that was empty", () => {
    expect(toSend(typed(typed(one, "/title", "J"), "/title", "Juhla"))).toEqual({});
    expect(toSend(typed(one, "/organiser", ""))).toEqual({});
  });
  it("sends the old value again when another may have arrived", () => {
    const sent = tried(typed(one, "/title", "J"), { "/title": "J" });
    expect(toSend(typed(sent, "/title", "Juhla"))).toEqual({ "/title": "Juhla" });
  });
  it("sends what was taken away again when that it was taken away may have arrived", () => {
    for (const nothing of [null, ""]) {
      const sent = tried(typed(one, "/title", nothing), { "/title": nothing });
      expect(toSend(typed(sent, "/title", "Juhla"))).toEqual({ "/title": "Juhla" });
    }
  });
  it("takes fields away", () => expect(written(typed(one, "/title", null))).toEqual({ "/summary": "Vanha" }));
});

describe("what the service says, brought together with what was typed", () => {
  it("is saved when it says the same, in whatever form", () => {
    const draft = typed(one, "/people/1", { role: "contact", id: "1", name: "", order: 2 });
    expect(absorbed(draft, 4, { ...one.server, "/people/1": { id: "1", order: 2, role: "contact" } }).changes).toEqual({});
  });
  it("goes on with what was typed after it was sent", () => {
    const sent = tried(typed(one, "/title", "Ra"), { "/title": "Ra" });
    const after = absorbed(typed(sent, "/title", "Ranta"), 4, { ...one.server, "/title": "Ra" });
    expect([toSend(after), after.conflicts]).toEqual([{ "/title": "Ranta" }, {}]);
  });
  it("knows its own save of which no answer came, also of an earlier try", () => {
    const lost = tried(tried(typed(one, "/title", "R"), { "/title": "R" }), { "/title": "Ra" });
    expect(absorbed(typed(lost, "/title", "Ran"), 9, { ...one.server, "/title": "R" }).conflicts).toEqual({});
  });
  it("takes over others' fields, and keeps mine where nobody else has been", () => {
    const after = absorbed(typed(one, "/title", "Rantajuhla"), 4, { ...one.server, "/summary": "Uusi" });
    expect([written(after), after.conflicts]).toEqual([{ "/title": "Rantajuhla", "/summary": "Uusi" }, {}]);
  });
  it("is a conflict where somebody else has been: mine is shown, nothing of it is sent, the rest is", () => {
    const draft = typed(typed(one, "/title", "Minun"), "/summary", "Kuvaus");
    const after = absorbed(draft, 4, { ...one.server, "/title": "Toisen" });
    expect(after.conflicts).toEqual({ "/title": { theirs: "Toisen" } });
    expect(written(after)["/title"]).toBe("Minun");
    expect(toSend(after)).toEqual({ "/summary": "Kuvaus" });
  });
  it("is no conflict any more when the other comes to what I typed", () => {
    const disputed = absorbed(typed(one, "/title", "Minun"), 4, { "/title": "Toisen" });
    expect(absorbed(disputed, 5, { "/title": "Minun" })).toMatchObject({ changes: {}, conflicts: {} });
  });
  it("ignores an answer that is older than what is known", () => expect(absorbed(one, 2, { "/title": "Vanha" })).toBe(one));
});

describe("a conflict is settled", () => {
  const disputed = absorbed(typed(one, "/title", "Minun"), 4, { ...one.server, "/title": "Toisen" });
  it("by mine, which is sent", () => expect(toSend(settled(disputed, "/title", "Minun"))).toEqual({ "/title": "Minun" }));
  it("by theirs, with nothing to send", () => expect(settled(disputed, "/title", "Toisen")).toMatchObject({ changes: {}, conflicts: {} }));
  it("by something of both", () => expect(toSend(settled(disputed, "/title", "Molempien"))).toEqual({ "/title": "Molempien" }));
});

describe("what a window that is no more has left", () => {
  const left = typed(one, "/title", "Rantaj").changes;
  it("goes on where nobody else has been", () => expect(toSend(takenUp(begun(3, one.server), left))).toEqual({ "/title": "Rantaj" }));
  it("is known to be saved when it had arrived", () => expect(takenUp(begun(4, { ...one.server, "/title": "Rantaj" }), left).changes).toEqual({}));
  it("is a conflict where somebody else has been meanwhile", () => expect(takenUp(begun(4, { ...one.server, "/title": "Muu" }), left).conflicts).toEqual({ "/title": { theirs: "Muu" } }));
  it("of two windows is chosen from: neither is lost", () => {
    const both = takenUp(takenUp(begun(3, one.server), left), typed(one, "/title", "Toinen").changes);
    expect([both.conflicts, written(both)["/title"]]).toEqual([{ "/title": { theirs: "Toinen", window: true } }, "Rantaj"]);
  });
});

describe("a field that is refused", () => {
  const refused = refusedAs(typed(typed(one, "/title", "x"), "/summary", "y"), { "/title": "Liian pitkä." });
  it("waits, and the rest is sent", () => expect(toSend(refused)).toEqual({ "/summary": "y" }));
  it("is sent when it is typed again", () => expect(toSend(typed(refused, "/title", "z"))).toEqual({ "/summary": "y", "/title": "z" }));
  it("is named by a pointer", () => {
    expect(fieldOf("/changes/~1answers~1attendance")).toBe("/answers/attendance");
    expect(fieldOf("/changes/~1parts~1019a/geometry")).toBe("/parts/019a");
    expect(fieldOf("/changes")).toBeNull();
  });
});
