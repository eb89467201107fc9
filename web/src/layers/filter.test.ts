import { describe, it } from "node:test";
import { expect } from "expect";
import { matcher } from "./filter";

describe("the filter of layers", () => {
  for (const [words, text, found] of [
    ["", "Pohjavesialueet", true],
    ["  ", "Pohjavesialueet", true],
    ["POHJA", "Pohjavesialueet", true],
    ["vesi", "Pohjavesialueet", true],
    ["meluvyöhyk", "Meluvyöhykkeet", true],
    ["vyohyk", "Meluvyöhykkeet", true],
    ["ålder", "Befolkning efter alder", false],
    ["sää", "Saaristo", false],
    ["saa", "Sääasemat", true],
    ["öster", "Osterbotten", false],
    ["a", "Åland", true],
    ["å", "ÅLAND", true],
    ["å", "Äänekoski", false],
    ["cafe", "Café", true],
    ["café", "Cafe", true],
    ["skolt", "Školtâ", true],
    ["helsinki kaava", "Asemakaava Kaavoitus Helsingin kaupunki", false],
    ["helsin kaava", "Asemakaava Kaavoitus Helsingin kaupunki", true],
    ["kaavoitus asema", "Asemakaava Kaavoitus", true],
    ["a\u0308a\u0308ni", "Ääni", true],
    ["2000-", "Natura 2000-områden", true],
    ["(ra", "Rakennukset (rakenteilla)", true],
    ["a.b", "aXb", false],
    [".*", "Rakennukset", false],
    ["[", "Rakennukset", false],
  ] as const) it(`${words} in ${text}: ${found}`, () => expect(matcher(words)(text)).toBe(found));
});
