import { describe, it } from "node:test";
import { expect } from "expect";
import { areasOf } from "./areas";
import { bodyOf, cardOf, fieldOf, unreadable } from "./card";
import { grouped, readHours, writeHours } from "./hours";
import type { Competence, Hours } from "./queries";

describe("hours", () => {
  it("are read as people write them", () => {
    expect(readHours("9–15")).toEqual([{ from: "09:00", to: "15:00" }]);
    expect(readHours("9.30-11:00, 12 – 24")).toEqual([{ from: "09:30", to: "11:00" }, { from: "12:00", to: "24:00" }]);
    expect(readHours(" ")).toEqual([]);
  });
  for (const text of ["aamulla", "9", "15–9", "9–25", "9.70–10", "9–10 11–12", "24.30–25"]) it(`are not ${text}`, () => expect(readHours(text)).toBeNull());
  it("are written back", () => expect(writeHours([{ from: "09:30", to: "11:00" }, { from: "00:00", to: "24:00" }])).toBe("9.30–11, 0–24"));
  it("of neighbouring days stand together", () => {
    const hours: Hours = { weekly: [1, 2, 4].flatMap((weekday) => [{ weekday, from: "12:00", to: "15:00" }, { weekday, from: "09:00", to: "11:00" }]), exceptions: [] };
    expect(grouped(hours)).toEqual([
      { first: 1, last: 2, text: "9–11, 12–15" }, { first: 3, last: 3, text: "" }, { first: 4, last: 4, text: "9–11, 12–15" }, { first: 5, last: 7, text: "" },
    ]);
  });
});

it("competences stand together by their area", () => {
  const one = (code: string, lon: number) => ({ field: { code, name: code }, area: "drawn", geometry: { type: "Point", coordinates: [lon, 62] } }) as Competence;
  expect(areasOf([one("a", 1), one("b", 2), one("c", 2)]).map((a) => a.competences.map((c) => c.field.code))).toEqual([["b", "c"], ["a"]]);
});

describe("an authority's card as a form", () => {
  const note = { fi: "a", sv: "b", en: "c" };
  const channels = { phone: "1", address: { street: "Katu 1", postal_code: "00100", town: "Helsinki" }, note };
  const hours: Hours = { weekly: [{ weekday: 1, from: "09:00", to: "11:00", note }, { weekday: 1, from: "12:00", to: "15:00" }], exceptions: [{ date: "2026-12-24", note }, { date: "2026-12-31", from: "09:00", to: "12:00" }] };
  const card = cardOf({ channels, hours });
  it("is sent back as it came", () => expect(JSON.parse(JSON.stringify(bodyOf(card, hours)))).toEqual({ channels, hours }));
  it("has its hours by day", () => expect([card.days[0], card.days[1], card.exceptions.map((e) => e.hours)]).toEqual(["9–11, 12–15", "", ["", "9–12"]]));
  it("tells which hours cannot be read", () => {
    expect(unreadable({ ...card, days: ["9–11", "x", "", "", "", "", ""], exceptions: [{ date: "", hours: "9–10, 11–12", note }] })).toEqual(["/days/1", "/hours/exceptions/0"]);
    expect(unreadable(card)).toEqual([]);
  });
  for (const [pointer, field] of [
    ["/hours/weekly/1/to", "/days/0"], ["/hours/exceptions/1/date", "/hours/exceptions/1"], ["/channels/email", "/email"], ["/channels/address/town", "/town"], ["/channels/note/sv", "/note"],
  ] as const) it(`shows a fault of ${pointer} at ${field}`, () => expect(fieldOf(pointer, hours)).toBe(field));
});
