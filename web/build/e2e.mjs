// Bundles the browser tests and runs them with plain node. Results are JSON lines on standard output.
import { build } from "esbuild";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const outfile = path.join(here, "artifacts/e2e.mjs");
await build({
  absWorkingDir: here, entryPoints: ["e2e/main.ts"], outfile, bundle: true, platform: "node", format: "esm", target: "node18",
  packages: "external", sourcemap: "inline", logLevel: "warning",
});
process.chdir(here);
await import(pathToFileURL(outfile).href);
