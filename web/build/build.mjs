// Builds dist/: hashed names, precompressed, the page's template and the licences of everything in the bundle.
import { build } from "esbuild";
import { brotliCompress, constants, gzip } from "node:zlib";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { licences } from "./licences.mjs";

const here = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const dist = path.join(here, "dist");
const assets = path.join(dist, "assets");

for (const name of await readdir(dist).catch(() => [])) {
  if (name !== ".gitkeep") await rm(path.join(dist, name), { recursive: true });
}
await mkdir(assets, { recursive: true });

/** Copies a file under a name that holds the hash of its content, and returns its address. */
async function hashed(file, name) {
  const content = await readFile(file);
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 8).toUpperCase();
  const { name: stem, ext } = path.parse(name ?? path.basename(file));
  const target = `${stem}-${hash}${ext}`;
  await writeFile(path.join(assets, target), content);
  return `/assets/${target}`;
}

const worker = await hashed(path.join(here, "node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs"));
const icon = await hashed(path.join(here, "src/shell/icon.svg"));

const result = await build({
  absWorkingDir: here,
  entryPoints: { main: "src/main.ts", style: "src/style.css", national: "src/national/main.ts", "national-style": "src/national/national.css" },
  outdir: "dist/assets",
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  publicPath: "/assets",
  bundle: true,
  splitting: true,
  format: "esm",
  target: ["es2022", "chrome109", "firefox115", "safari16.4"],
  minify: true,
  metafile: true,
  legalComments: "none",
  jsx: "automatic",
  loader: { ".woff2": "file" },
  define: { "process.env.NODE_ENV": '"production"', __WORKER_URL__: JSON.stringify(worker) },
  logLevel: "warning",
});

const outputs = Object.entries(result.metafile.outputs).map(([file, output]) => ({
  url: "/" + path.relative("dist", file),
  ...output,
}));
const entry = (point) => outputs.find((o) => o.entryPoint === point);
const main = entry("src/main.ts");
const app = entry("src/app.tsx");
const mapLibrary = outputs.find((o) => o.entryPoint?.endsWith("maplibre-gl.mjs"));

/** Everything a chunk needs at once, itself included. */
function closure(...roots) {
  const seen = new Set();
  const visit = (o) => {
    if (!o || seen.has(o.url)) return;
    seen.add(o.url);
    for (const i of o.imports) {
      if (i.kind === "import-statement") visit(outputs.find((x) => x.url === "/" + path.relative("dist", i.path)));
    }
  };
  roots.forEach(visit);
  return [...seen];
}

const fonts = outputs.filter((o) => /source-sans-3-latin-(400|600)-normal/.test(o.url)).map((o) => o.url);
const first = closure(mapLibrary, main);
const preload = [
  ...first.filter((url) => url !== main.url).map((url) => `<link rel="modulepreload" href="${url}"${url === mapLibrary.url ? ' fetchpriority="high"' : ""} />`),
  // Fetched, but not compiled while the map's own scripts are.
  ...closure(app).filter((url) => !first.includes(url)).map((url) => `<link rel="preload" href="${url}" as="script" crossorigin />`),
  ...["fi", "sv", "en"].map((lang) => `{{if eq .Lang "${lang}"}}<link rel="modulepreload" href="${entry(`src/i18n/${lang}.json`).url}" />{{end}}`),
  ...fonts.map((url) => `<link rel="preload" href="${url}" as="font" type="font/woff2" crossorigin="anonymous" />`),
];

const template = await readFile(path.join(here, "index.html"), "utf8");
await writeFile(
  path.join(dist, "index.html"),
  template
    .replace("<!-- asset:icon -->", icon)
    .replace("<!-- asset:style -->", entry("src/style.css").url)
    .replace("<!-- asset:script -->", main.url)
    .replace("<!-- build:preload -->", preload.join("\n    ")),
);
// The map in the national grid is a page of its own, with a library of its own that no other page fetches.
const national = await readFile(path.join(here, "national.html"), "utf8");
await writeFile(
  path.join(dist, "national.html"),
  national
    .replace("<!-- asset:icon -->", icon)
    .replace("<!-- asset:style -->", entry("src/national/national.css").url)
    .replace("<!-- asset:script -->", entry("src/national/main.ts").url),
);
await writeFile(path.join(dist, "licences.txt"), await licences(here, result.metafile, ["maplibre-gl"]));

// Compressed once here, so that the server never does it.
const brotli = promisify(brotliCompress);
const zip = promisify(gzip);
const sizes = [];
async function compress(folder) {
  for (const item of await readdir(folder, { withFileTypes: true })) {
    const file = path.join(folder, item.name);
    if (item.isDirectory()) await compress(file);
    else if (/\.(m?js|css|svg|txt)$/.test(item.name)) {
      const content = await readFile(file);
      const [br, gz] = await Promise.all([
        brotli(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }),
        zip(content, { level: 9 }),
      ]);
      await writeFile(file + ".br", br);
      await writeFile(file + ".gz", gz);
      sizes.push({ file: path.relative(dist, file), bytes: content.length, br: br.length, gz: gz.length });
    }
  }
}
await compress(dist);

const scripts = sizes.filter((s) => /\.m?js$/.test(s.file));
const library = (s) => s.file.includes("maplibre-gl");
const beside = closure(entry("src/national/main.ts")).filter((url) => !closure(mapLibrary, main, app).includes(url));
const total = (list, key) => list.reduce((sum, s) => sum + s[key], 0);
// A page fetches the texts of one language. The heaviest counts.
const textsOf = (lang) => outputs.filter((o) => new RegExp(`^src/i18n/(.*/)?${lang}\\.json$`).test(o.entryPoint ?? "")).map((o) => o.url);
const inLanguage = (lang) => scripts.filter((s) => textsOf(lang).includes(`/${s.file}`));
const [, ...lighter] = ["fi", "sv", "en"].sort((a, b) => total(inLanguage(b), "gz") - total(inLanguage(a), "gz"));
const unread = lighter.flatMap((lang) => inLanguage(lang));
const mains = (s) => !library(s) && !beside.includes(`/${s.file}`) && !unread.includes(s);
const own = total(scripts.filter(mains), "gz");
console.log(`web: script in one language ${kB(own)} gzip (${kB(total(scripts.filter(mains), "br"))} brotli) beside the map library's ${kB(total(scripts.filter(library), "gz"))}; the map in the national grid ${kB(total(scripts.filter((s) => beside.includes(`/${s.file}`)), "gz"))}`);
if (own > 500_000) {
  console.error("web: more than 500 kB of compressed script beside the map library");
  process.exitCode = 1;
}
if (process.argv.includes("--sizes")) console.table(sizes);
await writeFile(path.join(dist, "sizes.json"), JSON.stringify(sizes, null, 1));

function kB(bytes) {
  return `${(bytes / 1000).toFixed(0)} kB`;
}
