// The API's types, from its own OpenAPI document, which is kept in openapi.json.
//   npm run types -- http://localhost:8080   fetch the document from a running service, and write the types
//   node build/types.mjs --check             fail when the types are not those of the document
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";

const here = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const documentFile = path.join(here, "openapi.json");
const typesFile = path.join(here, "src/api/schema.d.ts");

/** The document without what differs from one build of the service to the next. */
export function stable(document) {
  return JSON.stringify({ ...document, servers: undefined, info: { ...document.info, version: "" } }, null, 1) + "\n";
}

/** Geometry has a type of its own; the document only says in words that it is GeoJSON. */
const geometry = ts.factory.createTypeReferenceNode("Geometry");
const options = {
  inject: 'import type { Geometry } from "geojson";\n',
  transform: (schema) => (/^(A )?GeoJSON geometry/.test(schema.description ?? "") ? geometry : undefined),
};

async function main([argument]) {
  if (argument && argument !== "--check") {
    const response = await fetch(new URL("/api/openapi.json", argument));
    if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
    await writeFile(documentFile, stable(await response.json()));
  }
  const types =
    "// Written by npm run types from openapi.json; not to be edited.\n" + astToString(await openapiTS(JSON.parse(await readFile(documentFile, "utf8")), options));
  if (argument === "--check") {
    if ((await readFile(typesFile, "utf8")) === types) return;
    console.error("web: src/api/schema.d.ts is not what openapi.json says: npm run types");
    process.exitCode = 1;
    return;
  }
  await writeFile(typesFile, types);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
