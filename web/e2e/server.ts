import { type ChildProcess, execFile, spawn } from "node:child_process";
import { appendFileSync } from "node:fs";
import { chmod, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

/** The real program on a data folder of its own, with the demo town. */
export class Server {
  readonly url: string;
  private child: ChildProcess | null;
  private readonly folder: string;

  private constructor(url: string, child: ChildProcess | null, folder: string) {
    this.url = url;
    this.child = child;
    this.folder = folder;
  }

  /** Starts the program, or uses the one that LUPAKARTTA_E2E_URL names. */
  static async start(): Promise<Server> {
    const given = process.env.LUPAKARTTA_E2E_URL;
    if (given) return new Server(given, null, "");
    const folder = await mkdtemp(path.join(tmpdir(), "lupakartta-e2e-"));
    await chmod(folder, 0o755); // started by root, the database has a user of its own, who must reach its folder
    const { url, child, said } = await spawned(folder, "127.0.0.1:0");
    const server = new Server(url, child, folder);
    await server.ready(300_000).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${said()}`);
    });
    return server;
  }

  /** Waits until the service says that it is ready. */
  async ready(limit: number): Promise<void> {
    const end = Date.now() + limit;
    while (Date.now() < end) {
      const response = await fetch(`${this.url}/readyz`).catch(() => null);
      if (response?.ok) return;
      await new Promise((done) => setTimeout(done, 200));
    }
    throw new Error(`not ready within ${limit / 1000} s`);
  }

  get ownDatabase(): boolean {
    return this.child !== null;
  }

  /** Changes the private database behind the program's back. */
  async sql(statement: string): Promise<void> {
    const run = path.join(this.folder, "var", "postgres", "run");
    await promisify(execFile)("psql", ["--host", run, "--username", "lupakartta", "--dbname", "lupakartta", "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--command", statement]);
  }

  /** Takes the private database down, as a crash would; the program starts it again by itself. */
  async crashDatabase(): Promise<boolean> {
    const parent = this.child?.pid;
    if (!parent) return false;
    for (const entry of await readdir("/proc")) {
      if (!/^\d+$/.test(entry)) continue;
      const stat = await readFile(`/proc/${entry}/stat`, "utf8").catch(() => "");
      const [, name, rest] = /^\d+ \((.*)\) . (\d+)/.exec(stat) ?? [];
      if (name === "postgres" && Number(rest) === parent) {
        process.kill(Number(entry), "SIGQUIT");
        return true;
      }
    }
    return false;
  }

  /** Kills the program at once, as a crash would; what is done while it is away; and starts it again on the same data and address. */
  async crash(whileAway: () => Promise<void>): Promise<void> {
    const { child } = this;
    if (!child) throw new Error("the service is not this test's own");
    const ended = new Promise((done) => child.once("exit", done));
    child.kill("SIGKILL");
    await ended;
    await whileAway();
    ({ child: this.child } = await spawned(this.folder, new URL(this.url).host));
    await this.ready(120_000);
  }

  /** Runs another command of the program on the same data, and returns what it prints. */
  async command(...args: string[]): Promise<string> {
    const binary = process.env.LUPAKARTTA_BIN;
    if (!binary || !this.child) throw new Error("the service is not this test's own");
    const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("LUPAKARTTA_")));
    const { stdout } = await promisify(execFile)(binary, args, { cwd: this.folder, env: { ...environment, LUPAKARTTA_DATA_DIR: path.join(this.folder, "var") } });
    return stdout;
  }

  async stop(): Promise<void> {
    if (!this.child) return;
    if (this.child.exitCode === null) {
      const ended = new Promise((done) => this.child?.once("exit", done));
      this.child.kill("SIGTERM");
      await ended;
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Starts the program on a folder, and waits until it listens. */
async function spawned(folder: string, listen: string): Promise<{ url: string; child: ChildProcess; said: () => string }> {
  const binary = process.env.LUPAKARTTA_BIN;
  if (!binary) throw new Error("LUPAKARTTA_BIN names the program to test");
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("LUPAKARTTA_")));
  const child = spawn(binary, ["serve"], {
    cwd: folder,
    env: { ...environment, LUPAKARTTA_LISTEN: listen, LUPAKARTTA_DATA_DIR: path.join(folder, "var"), LUPAKARTTA_DEMO: "1", LUPAKARTTA_REAL_DATA: "none" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const logs = process.env.LUPAKARTTA_TEST_LOGS;
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (data: Buffer) => {
      said += data.toString();
      if (logs) appendFileSync(path.join(logs, "e2e.log"), data); // searched for secrets at the end of the run
      const found = /listening on (http:\/\/\S+)/.exec(said);
      if (found?.[1]) resolve(found[1]);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("exit", (code) => reject(new Error(`the program ended with ${code}:\n${said.slice(-3000)}`)));
  });
  return { url, child, said: () => said.slice(-3000) };
}
