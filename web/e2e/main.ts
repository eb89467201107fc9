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
import { run } from "./run";
import { describeRequirements } from "./requirements";
import { describeRules } from "./rules";
import { describeRuns } from "./runs";
import { Server } from "./server";
import { describeStyles } from "./styles";
import { describeNational } from "./national";
import { describeTiles } from "./tiles";
import { town } from "./town";

const began = Date.now();
let server: Server | null = null;
try {
  server = await Server.start();
  const where = await town(server);
  describeMap(where);
  describeTiles(where);
  describeNational(where);
  describeLive(where);
  describeStyles(where);
  describeClusters();
  describePlace(where);
  describeRuns(where);
  describeRequirements(where);
  describeRules(where);
  describeBatches(where);
  describeCases(where);
  describeProjects(where);
  describePlacing(where);
  describePrint(where);
  describePeople(where);
  describeAuthorities(where);
  describeLayers(where);
  accessibility(where);
  const only = process.env.LUPAKARTTA_E2E_ONLY;
  if (!only) await document(server);
  process.exitCode = (await run(server, only)) > 0 ? 1 : 0;
} catch (error) {
  console.log(JSON.stringify({ test: "browser tests start", ok: false, ms: Date.now() - began, error: error instanceof Error ? error.stack : String(error) }));
  process.exitCode = 1;
} finally {
  await server?.stop();
}

/** The types that the page was compiled with are those of this very service. */
async function document(server: Server): Promise<void> {
  const from = Date.now();
  const now = stable(await (await fetch(`${server.url}/api/openapi.json`)).json());
  const kept = await readFile("openapi.json", "utf8");
  const same = now === kept;
  console.log(JSON.stringify({ test: "openapi.json is the service's own document", ok: same, ms: Date.now() - from, ...(same ? {} : { error: "refresh it: npm run types -- URL of a running service" }) }));
  if (!same) process.exitCode = 1;
}
