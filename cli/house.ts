/** The house for a command: the configuration read, the house composed silently, problems as sentences. */
import { access } from "node:fs/promises";
import { join, resolve } from "node:path";
import { systemIds, systemTimers } from "#app/clock.js";
import { createLog } from "#app/log.js";
import { StoreRefused } from "#store/refused.js";
import type { Fourhelp } from "../compose.js";
import { describeProblem, environment, readConfig, type Config, type Environment } from "../config.js";
import { explainStart } from "../start-problem.js";
import type { Failure } from "./outcome.js";

/** The configuration of this environment, or what is wrong with it. */
export function configure(
  env: Environment = environment(),
): { readonly config: Config } | { readonly failure: Failure } {
  const outcome = readConfig(env);
  return outcome.type === "ok"
    ? { config: outcome.config }
    : { failure: { ending: "usage", problems: outcome.problems.map(describeProblem) } };
}

/** `inUse`: a server holds the data folder. */
export type Opened = { readonly house: Fourhelp } | { readonly failure: Failure; readonly inUse: boolean };

/** Composes the house; a folder that cannot be used is a failure with a sentence. Rejects for what nobody foresaw. */
export async function openHouse(config: Config): Promise<Opened> {
  // only when a house is wanted: the server's libraries take their time to load
  const { compose } = await import("../compose.js");
  try {
    const log = createLog({ level: "silent" });
    return { house: await compose(config, { timers: systemTimers(), ids: systemIds(), log, threads: true }) };
  } catch (error) {
    const sentence = explainStart(error, { ...config, dataDir: resolve(config.dataDir) });
    if (sentence === undefined) throw error;
    const inUse = error instanceof StoreRefused && error.reason === "locked";
    return { failure: { ending: "broken", problems: sentence.split("\n") }, inUse };
  }
}

/** Is there anything to open? A database server is looked into when it is opened; an empty one has an office made at once. */
export async function hasData({ store, dataDir }: Config): Promise<boolean> {
  return store.engine === "mongo" || (await exists(join(dataDir, "fourhelp.db")));
}

/** Where an office's documents are, for a sentence: the folder, or the server without its address. */
export function placeOf({ store, dataDir }: Config): string {
  return store.engine === "mongo" ? "the MongoDB of STORE_URL" : resolve(dataDir);
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
