import { readFile } from "node:fs/promises";
import { stable } from "../build/types.mjs";
import { accessibility } from "./accessibility";
import { describeMap } from "./map";
import { describeAuthorities } from "./authorities";
import { describeBatches } from "./batches";
import { describeCases } from "./cases";
import { describeClusters } from "./clusters";
import { describeLayers } from "./layers";
import { describeLive } from "./live";
import { describePeople } from "./people";
import { describePlace } from "./place";
import { describeProjects } from "./projects";
import { describePlacing } from "./placing";
import { describePrint } from "./print";
import { described, run } from "./run";
import { describeRequirements } from "./requirements";
import { describeRules } from "./rules";
import { describeRuns } from "./runs";
import { Server } from "./server";
import { describeStyles } from "./styles";
import { describeNational } from "./national";
import { describeTiles } from "./tiles";
import { type Town, town } from "./town";

type Describe = (town: Town) => void;

/** Two rows of tests, each with a service and a browser of its own, about as long as each other: one waits while the other draws. */
const rows: readonly (readonly Describe[])[] = [
  [describeMap, describeTiles, describeNational, describeLive, describeStyles, describeClusters, describePlace, describeRequirements, describePrint, accessibility],
  [describeRuns, describeRules, describeBatches, describeCases, describeProjects, describePlacing, describePeople, describeAuthorities, describeLayers],
];

const began = Date.now();
const only = process.env.LUPAKARTTA_E2E_ONLY;
const failed = await Promise.all((only ? [rows.flat()] : rows).map(row));
process.exitCode = failed.some(Boolean) ? 1 : 0;

/** Runs a row of tests; returns how many failed. */
async function row(describes: readonly Describe[], which: number): Promise<number> {
  let server: Server | null = null;
  try {
    server = await Server.start();
    const where = await town(server);
    const failed = await run(server, described(() => describes.forEach((describe) => describe(where))), only);
    return only || which > 0 ? failed : failed + (await document(server));
  } catch (error) {
    console.log(JSON.stringify({ test: "browser tests start", ok: false, ms: Date.now() - began, error: error instanceof Error ? error.stack : String(error) }));
    return 1;
  } finally {
    await server?.stop();
  }
}

/** The types that the page was compiled with are those of this very service; returns how many tests failed. */
async function document(server: Server): Promise<number> {
  const from = Date.now();
  const now = stable(await (await fetch(`${server.url}/api/openapi.json`)).json());
  const kept = await readFile("openapi.json", "utf8");
  const same = now === kept;
  console.log(JSON.stringify({ test: "openapi.json is the service's own document", ok: same, ms: Date.now() - from, ...(same ? {} : { error: "refresh it: npm run types -- URL of a running service" }) }));
  return same ? 0 : 1;
}
