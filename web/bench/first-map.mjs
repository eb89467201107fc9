// Times the first useful map: from navigation to the map idle with water, streets and units drawn, in a fresh
// profile each time, beside the bare yardstick page of the same server. Prints one JSON object.
// Usage: node bench/first-map.mjs http://localhost:8080 [runs]
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";

const [base, runs = "5"] = process.argv.slice(2);
// Nothing about graphics: without a GPU, headless Chromium draws the page by itself and only WebGL by emulation. Told to
// use the emulation for all, it takes a third longer.
const flags = [
  "--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic",
];

async function timed(address, done) {
  const profile = await mkdtemp(path.join(tmpdir(), "first-map-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: flags,
    viewport: { width: 1440, height: 900 },
  });
  const foreign = [];
  try {
    const page = await context.newPage();
    let script = 0;
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    const scripts = new Map();
    session.on("Network.responseReceived", ({ requestId, response, type }) => {
      if (type === "Script" || /javascript/.test(response.mimeType)) scripts.set(requestId, response.url);
    });
    const bytes = {};
    session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      if (!scripts.has(requestId)) return;
      script += encodedDataLength;
      bytes[new URL(scripts.get(requestId)).pathname] = encodedDataLength;
    });
    page.on("request", (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith("http") && url.origin !== new URL(base).origin) foreign.push(url.href);
    });
    await page.waitForTimeout(2000); // the browser's own start is not the page's
    await page.goto(address, { waitUntil: "commit" });
    const ms = await page.evaluate(done);
    if (done === firstMap) await page.evaluate(drawn);
    return { ms, foreign, script, bytes };
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
}

/** Milliseconds from the start of navigation to the mark that the map sets. */
const firstMap = () =>
  new Promise((resolve, reject) => {
    const started = Date.now();
    const look = () => {
      const [mark] = performance.getEntriesByName("lupakartta:first-map");
      if (mark) return resolve(mark.startTime);
      if (Date.now() - started > 60_000) return reject(new Error("no map within 60 s"));
      setTimeout(look, 20);
    };
    look();
  });

/** Fails unless water, streets and units are on the map. */
const drawn = () => {
  const { map } = window.lupakartta.map;
  const themes = new Set(map.queryRenderedFeatures().map((f) => (f.sourceLayer ?? "").replace(/^mallila_/, "")));
  for (const theme of ["base_water", "base_street", "property"]) {
    if (!themes.has(theme)) throw new Error(`no ${theme} on the first map`);
  }
};

/** Milliseconds from the start of navigation to the load event. */
const loaded = () =>
  new Promise((resolve) => {
    const look = () => {
      const [entry] = performance.getEntriesByType("navigation");
      if (entry?.loadEventEnd > 0) return resolve(entry.loadEventEnd);
      setTimeout(look, 20);
    };
    look();
  });

const map = [];
const plain = [];
let last;
for (let i = 0; i < Number(runs); i++) {
  plain.push((await timed(`${base}/api/docs`, loaded)).ms);
  last = await timed(`${base}/fi/kartta`, firstMap);
  map.push(last.ms);
  if (last.foreign.length > 0) throw new Error(`requests to other hosts: ${last.foreign.join(", ")}`);
}
console.log(JSON.stringify({ map_ms: map, plain_ms: plain, script_bytes: last.script, scripts: last.bytes }));
