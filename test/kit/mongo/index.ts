/**
 * A server of MongoDB's protocol: MONGODB_URL if it is set, else `mongod` on the PATH, else one in Java that is got and
 * built once (a JDK and Maven are needed for that). Stopped by its pid.
 */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { MongoClient } from "mongodb";
import { freePort } from "../../bench/server.js";
import { buildJavaServer } from "./java.js";

const howToGet =
  "set MONGODB_URL to a server, or put mongod on the PATH, or: apt-get install default-jdk-headless maven";

/** Which server there is. */
export type MongoKind = "given" | "mongod" | "java";

export interface MongoServer {
  readonly kind: MongoKind;
  /** Of its process now; undefined for a given one. */
  pid(): number | undefined;
  /** The address of a database of its own on it. */
  database(): string;
  /** Ends it, and removes what it kept. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash does; not for a given one. */
  kill(): Promise<void>;
  /** Kills it if it runs, and starts it on the same port and file. */
  restart(): Promise<void>;
}

export interface MongoSettings {
  /** On disk, so that what it has answered for outlives a kill; in memory unless told. */
  readonly kept?: boolean;
}

/** The kind of server there is to have; null when there is none. */
export function mongoKind(): MongoKind | null {
  if (process.env["MONGODB_URL"]) return "given";
  const runs = (program: string): boolean => spawnSync(program, ["--version"]).status === 0;
  if (runs("mongod")) return "mongod";
  return runs("javac") && runs("mvn") ? "java" : null;
}

/** Is there one? Without, suites that need it are skipped, and say so; in CI that is a failure. */
export function hasMongo(): boolean {
  if (mongoKind() !== null) return true;
  if (process.env["CI"] === "true") throw new Error(`no server of MongoDB's protocol: ${howToGet}`);
  // oxlint-disable-next-line no-console -- what is not tested must be heard
  console.warn(`NOT TESTED on MongoDB: there is no server. Get one by: ${howToGet}`);
  return false;
}

/** Resolves once it answers. */
export async function startMongo({ kept = false }: MongoSettings = {}): Promise<MongoServer> {
  const kind = mongoKind();
  if (kind === null) throw new Error(`no server of MongoDB's protocol: ${howToGet}`);
  const given = process.env["MONGODB_URL"];
  if (given) return onGiven(given);
  const dir = await mkdtemp(join(tmpdir(), "fourhelp-mongo-"));
  const port = await freePort();
  const command = kind === "mongod" ? mongodCommand(port, dir) : await javaCommand(port, kept ? dir : null);
  let child = await launch(command, port);
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const over = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await over;
  };
  return {
    kind,
    pid: () => child.pid,
    database: () => `mongodb://127.0.0.1:${port}/${freshName()}?directConnection=true&retryWrites=false`,
    async stop() {
      await kill();
      await rm(dir, { recursive: true, force: true });
    },
    kill,
    async restart() {
      await kill();
      child = await launch(command, port);
    },
  };
}

const freshName = (): string => `t${randomBytes(6).toString("hex")}`;

/** Not ours to stop: only its databases of these tests go. */
function onGiven(url: string): MongoServer {
  const names: string[] = [];
  const refuse = () => Promise.reject(new Error("MONGODB_URL names a server that is not ours to stop"));
  return {
    kind: "given",
    pid: () => undefined,
    database() {
      const name = freshName();
      names.push(name);
      const [, start = url, options = ""] = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?(\?.*)?$/.exec(url) ?? [];
      return `${start}/${name}${options}`;
    },
    async stop() {
      const client = new MongoClient(url);
      for (const name of names) await client.db(name).dropDatabase();
      await client.close();
    },
    kill: refuse,
    restart: refuse,
  };
}

type Command = readonly [program: string, ...args: string[]];

const mongodCommand = (port: number, dir: string): Command => [
  "mongod",
  "--bind_ip",
  "127.0.0.1",
  "--port",
  String(port),
  "--dbpath",
  dir,
];

async function javaCommand(port: number, dir: string | null): Promise<Command> {
  const classpath = await buildJavaServer();
  const file = dir === null ? [] : [join(dir, "mongo.h2")];
  return ["java", "-XX:+UseSerialGC", "-Xmx512m", "-cp", classpath, "FourhelpMongo", String(port), ...file];
}

async function launch([program, ...args]: Command, port: number): Promise<ChildProcess> {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "ignore"] });
  const { stdout } = child;
  if (!stdout) throw new Error(`${program} has no output`);
  const lines = createInterface({ input: stdout });
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${program} ended with ${code}`)));
    lines.on("line", (line) => {
      if (line === "ready" || line.includes("Waiting for connections")) resolve();
    });
  });
  const client = new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`);
  await client.db("admin").command({ ping: 1 });
  await client.close();
  return child;
}
