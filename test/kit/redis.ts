/** A real redis-server on a free port with a folder of its own, stopped by its pid. */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../bench/server.js";

const server = process.env["REDIS_SERVER"] ?? "redis-server";
const howToGet = "apt-get install redis-server, or name one in REDIS_SERVER";

export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Of its process now. */
  pid(): number;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash does. */
  kill(): Promise<void>;
  /** Lets it stand still, its connections open, until `resume`. */
  pause(): void;
  resume(): void;
  /** Kills it if it runs, and starts it on the same port and folder: with the append-only file the data is there. */
  restart(): Promise<void>;
}

export interface RedisSettings {
  /** Writes everything down, so that a restart loses nothing. */
  readonly appendonly?: boolean;
  /** Further settings of redis.conf. */
  readonly more?: Readonly<Record<string, string>>;
}

/** Is there one to start? Without, suites that need it are skipped, and say so; in CI that is a failure. */
export function hasRedis(): boolean {
  const found = spawnSync(server, ["--version"]).status === 0;
  if (!found && process.env["CI"] === "true") throw new Error(`redis-server is missing: ${howToGet}`);
  // oxlint-disable-next-line no-console -- what is not tested must be heard
  if (!found) console.warn(`NOT TESTED on Redis: there is no redis-server. Get one by: ${howToGet}`);
  return found;
}

/** Resolves once it answers. */
export async function startRedis({ appendonly = false, more = {} }: RedisSettings = {}): Promise<RedisServer> {
  const dir = await mkdtemp(join(tmpdir(), "fourhelp-redis-"));
  const port = await freePort();
  const launch = () => start({ port: String(port), dir, appendonly: appendonly ? "yes" : "no", ...more });
  let child = await launch();
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const over = new Promise((resolve) => child.once("exit", resolve));
    // not SIGTERM: one that stands still would not hear it
    child.kill("SIGKILL");
    await over;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    pid: () => child.pid ?? 0,
    async stop() {
      await kill();
      await rm(dir, { recursive: true, force: true });
    },
    kill,
    pause: () => void child.kill("SIGSTOP"),
    resume: () => void child.kill("SIGCONT"),
    async restart() {
      await kill();
      child = await launch();
    },
  };
}

async function start(settings: Readonly<Record<string, string>> & { readonly port: string }): Promise<ChildProcess> {
  const all = { bind: "127.0.0.1", save: "", "maxmemory-policy": "noeviction", ...settings };
  const args = Object.entries(all).flatMap(([name, value]) => [`--${name}`, value]);
  const child = spawn(server, args, { stdio: "ignore" });
  let failure: Error | undefined;
  child.once("error", (error) => (failure = error));
  while (!(await answers(Number(settings.port)))) {
    if (failure !== undefined) throw failure;
    if (child.exitCode !== null) throw new Error(`redis-server ended with ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return child;
}

/** Does somebody answer PING there, with its data loaded? */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("PING\r\n"));
    const answer = (is: boolean) => {
      socket.destroy();
      resolve(is);
    };
    socket.once("data", (data) => answer(/^(\+PONG|-NOAUTH)/.test(data.toString())));
    socket.once("error", () => answer(false));
    socket.once("close", () => answer(false));
  });
}
