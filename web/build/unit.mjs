// Bundles the unit tests and runs each file with Node's own test runner, in a process of its own. Results are JSON lines
// on standard output. With an argument, those files whose path has it.
import { build } from "esbuild";
import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { run } from "node:test";
import { fileURLToPath } from "node:url";

process.chdir(path.resolve(path.dirname(fileURLToPath(import.meta.url)), ".."));
process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ""} --enable-source-maps`; // errors name lines of the sources, not of the bundles
process.setMaxListeners(0); // Node.js 18 listens anew for every file and warns at the eleventh
const folder = path.resolve("artifacts/unit");
await rm(folder, { recursive: true, force: true });

/** The name of what goes wrong outside the tests of a file. */
const whole = "(the file)";

const only = process.argv[2] ?? "";
const files = (await readdir("src", { recursive: true })).filter((file) => file.endsWith(".test.ts") && file.includes(only)).sort();
for (const file of files) {
  const report = (test, result) => {
    console.log(JSON.stringify({ file: `web/src/${file}`, test, ...result }));
    if (result.ok === false) process.exitCode = 1;
  };
  try {
    await runFile(await bundle(file), report);
  } catch (error) {
    report(whole, { ok: false, error: told(error) });
  }
}

async function bundle(file) {
  const outfile = path.join(folder, file.replace(/ts$/, "mjs"));
  await build({
    entryPoints: [path.join("src", file)], outfile, bundle: true, platform: "node", format: "esm", target: "node18",
    packages: "external", sourcemap: "inline", logLevel: "silent",
  });
  return outfile;
}

/** Runs a file's tests, and reports each and what went wrong outside them. */
async function runFile(file, report) {
  const names = [];
  let output = "";
  let tests = 0;
  for await (const { type, data } of run({ files: [file] })) {
    if (type === "test:start") names.splice(data.nesting, Infinity, data.name);
    if (/^test:(stdout|stderr|diagnostic)$/.test(type)) output += `${data.message.trimEnd()}\n`;
    if (type !== "test:pass" && type !== "test:fail") continue;
    // The runner counts a file that ended outside its tests, or held none, as a test with the file's name.
    if (path.resolve(data.name) === file) {
      const what = type === "test:fail" ? "failed outside its tests" : "held no tests, or ended before they did";
      return report(whole, { ok: false, error: `${what}\n${output}` });
    }
    const { result, suite } = outcome(type, data);
    if (suite && result.ok !== false) continue;
    report([...names.slice(0, data.nesting), data.name].join(" "), result);
    tests++;
  }
  if (tests === 0) report(whole, { ok: false, error: "held no tests" });
}

/** What became of a test. A suite failed by itself only where that is not told by a test in it. */
function outcome(type, { details, skip, todo }) {
  const suite = details.type === "suite";
  const ms = details.duration_ms;
  if (skip !== undefined || todo !== undefined) return { suite, result: { skipped: true, ms, error: skip === undefined ? "to do" : "skipped" } };
  const ok = type === "test:pass" || (suite && details.error.failureType === "subtestsFailed");
  return { suite, result: ok ? { ok, ms } : { ok, ms, error: told(details.error.cause ?? details.error) } };
}

/** An error with its places in our own files. */
function told(error) {
  const text = (error instanceof Error && error.stack) || String(error?.message ?? error);
  return text.split("\n").filter((line) => !/^ +at .*(node:|node_modules)/.test(line)).join("\n");
}
