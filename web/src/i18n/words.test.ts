import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { describe, it } from "node:test";
import { expect } from "expect";
import catalogueEn from "./catalogue/en.json";
import catalogueFi from "./catalogue/fi.json";
import catalogueSv from "./catalogue/sv.json";
import checksEn from "./checks/en.json";
import checksFi from "./checks/fi.json";
import checksSv from "./checks/sv.json";
import en from "./en.json";
import nationalEn from "./national/en.json";
import nationalFi from "./national/fi.json";
import nationalSv from "./national/sv.json";
import fi from "./fi.json";
import peopleEn from "./people/en.json";
import peopleFi from "./people/fi.json";
import peopleSv from "./people/sv.json";
import printEn from "./print/en.json";
import printFi from "./print/fi.json";
import printSv from "./print/sv.json";
import projectsEn from "./projects/en.json";
import projectsFi from "./projects/fi.json";
import projectsSv from "./projects/sv.json";
import sv from "./sv.json";
import rulesEn from "./rules/en.json";
import rulesFi from "./rules/fi.json";
import rulesSv from "./rules/sv.json";
import shownEn from "./shown/en.json";
import shownFi from "./shown/fi.json";
import shownSv from "./shown/sv.json";
import { languages } from "./language";

type Texts = { [key: string]: string | Texts };

function flat(texts: Texts, before = ""): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(texts)) {
    if (typeof value === "string") all.set(before + key, value);
    else for (const [k, v] of flat(value, `${before}${key}.`)) all.set(k, v);
  }
  return all;
}

/** Texts of the first page, and those that come with the views about people and authorities, about layers, with the map in the national grid, with the sheet for printing, about kept checks, about rules, about projects as others see them, and about one's own projects. */
const words = { fi: flat({ ...fi, people: peopleFi, catalogue: catalogueFi, national: nationalFi, print: printFi, checks: checksFi, rules: rulesFi, shown: shownFi, projects: projectsFi }), sv: flat({ ...sv, people: peopleSv, catalogue: catalogueSv, national: nationalSv, print: printSv, checks: checksSv, rules: rulesSv, shown: shownSv, projects: projectsSv }), en: flat({ ...en, people: peopleEn, catalogue: catalogueEn, national: nationalEn, print: printEn, checks: checksEn, rules: rulesEn, shown: shownEn, projects: projectsEn }) };

describe("texts", () => {
  for (const lang of languages) {
    it(`${lang} has every key, none empty`, () => {
      expect([...words[lang].keys()].sort()).toEqual([...words.fi.keys()].sort());
      expect([...words[lang]].filter(([, text]) => text.trim() === "")).toEqual([]);
    });

    it(`${lang} has the same places for values in every text`, () => {
      const places = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]).sort();
      for (const [key, text] of words.fi) expect([key, places(words[lang].get(key) ?? "")]).toEqual([key, places(text)]);
    });
  }

  it("is another text in each language, or known to be alike", () => {
    const alike = new Set(["service.name", "service.demoShort", "words.tm35fin", "words.latlon", "finding.away", "search.kind", "map.instructions"]);
    const same = [...words.fi].filter(([key, text]) => text === words.sv.get(key) && !alike.has(key) && !/^catalogue\.crs\./.test(key) && !/^\{\{/.test(text));
    expect(same).toEqual([]);
  });
});

/** Attributes whose value people read or hear. */
const spoken = new Set(["aria-label", "title", "placeholder", "alt", "label", "labelText", "hintText", "statusText", "optionalText", "text", "aria-description"]);

/** Literal words of a component, with their lines. */
function literals(file: string, source: string): string[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const letters = /\p{L}{2,}/u;
  const note = (node: ts.Node, text: string) => {
    if (letters.test(text)) found.push(`${path.basename(file)}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${text.trim()}`);
  };
  const visit = (node: ts.Node) => {
    if (ts.isJsxText(node)) note(node, node.text);
    if (ts.isJsxExpression(node) && node.expression && ts.isStringLiteralLike(node.expression) && (ts.isJsxElement(node.parent) || ts.isJsxFragment(node.parent))) note(node, node.expression.text);
    if (ts.isJsxAttribute(node) && spoken.has(node.name.getText()) && node.initializer) {
      const value = ts.isJsxExpression(node.initializer) ? node.initializer.expression : node.initializer;
      if (value && ts.isStringLiteralLike(value)) note(value, value.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

describe("components", () => {
  const folder = path.resolve("src");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((f) => f.endsWith(".tsx"));
  it("are looked at", () => expect(files.length).toBeGreaterThan(15));
  for (const file of files) {
    it(`${file} holds no literal text`, () => {
      const full = path.join(folder, file);
      expect(literals(full, readFileSync(full, "utf8"))).toEqual([]);
    });
  }
  it("would be caught", () => {
    expect(literals("a.tsx", "const a = <p>Hei</p>;")).toEqual(["a.tsx:1 Hei"]);
    expect(literals("a.tsx", 'const a = <b title="Hei" className="hei">{"moi"}</b>;')).toEqual(["a.tsx:1 Hei", "a.tsx:1 moi"]);
    expect(literals("a.tsx", "const a = <p>{t('hei')} · </p>;")).toEqual([]);
  });
});
