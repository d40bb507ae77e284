/** `fourhelp doctor`: is everything there that the server needs? Changes nothing that it finds. */
import { access, constants, stat } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join, resolve } from "node:path";
import type { Command } from "commander";
import { systemTimers } from "#app/clock.js";
import { openSqliteStore } from "#store/sqlite/engine.js";
import { StoreRefused } from "#store/refused.js";
import { openVault, VaultRefused } from "#store/vault.js";
import type { Config } from "../config.js";
import { explainStart } from "../start-problem.js";
import { configure } from "./house.js";
import { exitCodes, fail, processIo, tell, type Io } from "./outcome.js";

/** One thing that was looked at. */
export interface Finding {
  readonly check: "node" | "folder" | "key" | "store" | "queue" | "port";
  readonly ok: boolean;
  /** A plain sentence; of something wrong, what to do. */
  readonly says: string;
}

/** The oldest Node.js it runs on (`engines` in package.json). */
const OLDEST_NODE = [20, 19] as const;

/** Adds `doctor` to the program. */
export function registerDoctor(program: Command): void {
  program
    .command("doctor")
    .description("look whether the server can run here 检查运行环境")
    .option("--json", "the findings as JSON")
    .addHelpText("after", "\nExample:\n  DATA_DIR=./data fourhelp doctor")
    .action(async ({ json = false }: { json?: boolean }) => {
      const read = configure();
      const io = processIo();
      process.exitCode =
        "failure" in read ? fail(io, read.failure, json) : await doctor(read.config, json, io, process.versions.node);
    });
}

/** Looks at everything, also after something wrong; the exit code is 3 when anything is. */
export async function doctor(config: Config, json: boolean, io: Io, node: string): Promise<number> {
  const folder = resolve(config.dataDir);
  const store = config.store.engine === "mongo" ? await checkServer(config.store.url) : await checkStore(folder);
  const findings = [
    checkNode(node),
    await checkFolder(folder),
    await checkKey(folder),
    store.finding,
    ...(config.queue.engine === "redis" ? [await checkQueue(config.queue.url)] : []),
    await checkPort(config, store.inUse),
  ];
  const ok = findings.every((finding) => finding.ok);
  const last = ok ? "All is well. 一切正常。" : "Something is wrong, see ✗ above. 有问题，见上面的 ✗。";
  tell(io, json, { ok, findings }, [...findings.map((one) => `${one.ok ? "✓" : "✗"} ${one.says}`), last]);
  return ok ? exitCodes.done : exitCodes.broken;
}

function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const ok = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  const wish = ok ? "" : ` It needs ${OLDEST_NODE.join(".")} or newer: install one from https://nodejs.org.`;
  return { check: "node", ok, says: `This is Node.js ${version}.${wish}` };
}

async function checkFolder(folder: string): Promise<Finding> {
  const there = await isThere(folder);
  const writable = there ? folder : await nearestFolder(folder);
  const ok = await access(writable, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!ok)
    return { check: "folder", ok, says: `${writable} cannot be written. Give this user the right, or set DATA_DIR.` };
  const says = there
    ? `The data folder ${folder} can be written.`
    : `The data folder ${folder} will be made at the first start.`;
  return { check: "folder", ok, says };
}

async function nearestFolder(path: string): Promise<string> {
  const above = dirname(path);
  return above === path || (await isThere(above)) ? above : nearestFolder(above);
}

async function checkKey(folder: string): Promise<Finding> {
  const keyPath = join(folder, "fourhelp.key");
  const data = await isThere(join(folder, "fourhelp.db"));
  if (!data && !(await isThere(keyPath)))
    return { check: "key", ok: true, says: "There is no key yet; it is made with the data." };
  try {
    const { fingerprint } = await openVault({ keyPath, expectExisting: true });
    return {
      check: "key",
      ok: true,
      says: `The key ${keyPath} is sound (${fingerprint}) and only this user reads it.`,
    };
  } catch (error) {
    if (error instanceof VaultRefused) return { check: "key", ok: false, says: error.message };
    throw error;
  }
}

/** A store that is in use is in good hands: the server that has it would say what is wrong. */
async function checkStore(folder: string): Promise<{ finding: Finding; inUse: boolean }> {
  const path = join(folder, "fourhelp.db");
  const finding = (ok: boolean, says: string, inUse = false) => ({
    finding: { check: "store" as const, ok, says },
    inUse,
  });
  if (!(await isThere(path))) return finding(true, "There is no data yet.");
  try {
    const store = await openSqliteStore({ path });
    await store.ping();
    await store.close();
    return finding(true, `The data opens: ${path}.`);
  } catch (error) {
    if (!(error instanceof StoreRefused)) throw error;
    const inUse = error.reason === "locked";
    return finding(inUse, inUse ? "A Fourhelp runs on this data." : error.message, inUse);
  }
}

/** Others may be running there; opening it changes nothing but its indexes. */
async function checkServer(url: string): Promise<{ finding: Finding; inUse: boolean }> {
  const { openMongoStore } = await import("#store/mongo/engine.js");
  try {
    const store = await openMongoStore({ url });
    await store.ping();
    await store.close();
    return { finding: { check: "store", ok: true, says: "MongoDB at STORE_URL answers." }, inUse: true };
  } catch (error) {
    if (!(error instanceof StoreRefused)) throw error;
    return { finding: { check: "store", ok: false, says: error.message.split("\n")[0] ?? "" }, inUse: false };
  }
}

async function checkQueue(url: string): Promise<Finding> {
  const { checkRedis } = await import("#jobs/queue/bullmq/check.js");
  const found = await checkRedis(url, systemTimers());
  if (found.kind !== "fit") return { check: "queue", ok: false, says: found.reason };
  return { check: "queue", ok: true, says: ["Redis at QUEUE_URL answers.", ...found.warnings].join(" ") };
}

async function checkPort(config: Config, running: boolean): Promise<Finding> {
  const problem = await listenBriefly(config);
  const where = `${config.host}:${config.port}`;
  if (problem === null) return { check: "port", ok: true, says: `The address ${where} is free.` };
  const taken = problem instanceof Error && "code" in problem && problem.code === "EADDRINUSE";
  if (taken && running)
    return { check: "port", ok: true, says: `The address ${where} is taken, as it should be while a server runs.` };
  const sentence = explainStart(problem, config)?.split("\n")[0];
  return { check: "port", ok: false, says: sentence ?? `The address ${where} cannot be used.` };
}

function listenBriefly({ port, host }: Config): Promise<unknown> {
  return new Promise((settle) => {
    const server = createServer();
    server.once("error", settle);
    server.listen(port, host, () => server.close(() => settle(null)));
  });
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
