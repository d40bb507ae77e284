/**
 * The engines of this process: where documents lie and jobs wait, as the configuration says (design §4). The heavy drivers
 * are loaded only where they are wanted, so that one machine starts as quickly as without them.
 */
import { access } from "node:fs/promises";
import { join } from "node:path";
import type { Log } from "#app/log.js";
import type { Ids, Timers } from "#core/clock.js";
import type { Shared } from "#store/shared/port.js";
import { createInProcessQueue } from "#jobs/queue/in-process.js";
import type { ErrorOrigin } from "#jobs/queue/lane.js";
import type { Queue } from "#jobs/queue/port.js";
import { createInProcessShared } from "#store/shared/in-process.js";
import { openSqliteStore } from "#store/sqlite/engine.js";
import type { Store } from "#store/port.js";
import { refuseHalfMoved } from "#store/moving.js";
import { checkVaultKey, knowsVaultKey, openVault, type FactStore, type OpenVault } from "#store/vault.js";
import type { Config } from "./config.js";

/** What the engines are given. */
export interface EnginesDeps {
  readonly timers: Timers;
  readonly ids: Ids;
  readonly log: Log;
  /** May the store start a thread of its own? Not unless told. */
  readonly threads?: boolean | undefined;
  /** Of the queue on Redis, where its own will not do. */
  readonly queueIntervals?: { readonly lockMs: number; readonly stalledMs: number } | undefined;
}

/** The queue, and what whoever starts the program should know of it. */
export interface OpenQueue {
  readonly queue: Queue;
  /** BullMQ's own queues of these jobs, for the page that shows them; null where there are none. */
  readonly shown: ((jobs: readonly string[]) => readonly unknown[]) | null;
  /** Sentences. */
  readonly warnings: readonly string[];
}

/** An engine will not do; the message is a plain sentence that says what to do. */
export class EngineRefused extends Error {
  override readonly name = "EngineRefused";
}

/** Handing so many writes over to the store's thread costs less than doing them here. */
const THREAD_FROM = 8;

/** All of them. */
export interface Engines extends OpenQueue {
  readonly store: Store;
  readonly vault: OpenVault;
  readonly shared: Shared;
  /** No other process has these documents. */
  readonly alone: boolean;
  /** A connection for counts of the HTTP server, where there is one. */
  readonly rateStore: unknown;
}

/** Opens what `config` names. Throws `StoreRefused`, `VaultRefused` or `EngineRefused`, with nothing left open. */
export async function openEngines(config: Config, deps: EnginesDeps): Promise<Engines> {
  const { store, vault } = await openDocuments(config, deps);
  return closeUnless(store, async () => {
    const opened = await openQueue(config, deps);
    const { shared, rateStore } = await openShared(config, deps);
    return { ...opened, store, vault, shared, rateStore, alone: config.store.engine === "sqlite" };
  });
}

/** What processes share besides: over Redis where the jobs are there, else in this process. */
async function openShared(
  { queue: chosen }: Config,
  { timers }: EnginesDeps,
): Promise<Pick<Engines, "shared" | "rateStore">> {
  if (chosen.engine === "memory") return { shared: createInProcessShared(timers), rateStore: undefined };
  const { openRedisShared } = await import("#store/redis/open.js");
  const shared = await openRedisShared({ url: chosen.url, timers });
  return { shared, rateStore: shared.redis };
}

/** Opens the documents, and the vault with the key they are sealed with. Throws `StoreRefused` or `VaultRefused`. */
async function openDocuments(
  { dataDir, store: chosen }: Config,
  { timers, threads = false }: EnginesDeps,
): Promise<{ store: Store; vault: OpenVault }> {
  const keyPath = join(dataDir, "fourhelp.key");
  const path = join(dataDir, "fourhelp.db");
  if (chosen.engine === "sqlite") {
    const vault = await openVault({ keyPath, expectExisting: await isThere(path) });
    const store = await openSqliteStore({ path, clock: timers, ...(threads ? { threadFrom: THREAD_FROM } : {}) });
    await closeUnless(store, () => checkWhole(store.meta, vault));
    return { store, vault };
  }
  const { openMongoStore } = await import("#store/mongo/engine.js");
  const store = await openMongoStore({ url: chosen.url, clock: timers });
  // a server that holds data already was sealed with a key that must be here, too
  const vault = await closeUnless(store, async () => {
    const opened = await openVault({ keyPath, expectExisting: await knowsVaultKey(store.meta) });
    await checkWhole(store.meta, opened);
    return opened;
  });
  return { store, vault };
}

async function checkWhole(facts: FactStore, vault: OpenVault): Promise<void> {
  await refuseHalfMoved(facts);
  await checkVaultKey(facts, vault);
}

async function closeUnless<T>(store: Store, check: () => Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (error) {
    await store.close();
    throw error;
  }
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/**
 * Opens the queue. A Redis that does not answer now is waited for while the rest serves: the sweep makes up for what it
 * missed. One that will never do throws `EngineRefused`.
 */
async function openQueue(
  { queue: chosen }: Config,
  { timers, ids, log, queueIntervals: intervals }: EnginesDeps,
): Promise<OpenQueue> {
  const random = (): number => ids.random();
  const onError = (error: unknown, { job, key, attempt }: ErrorOrigin): void =>
    log.error({ action: "job.failed", job, key, attempt, error });
  if (chosen.engine === "memory")
    return { queue: createInProcessQueue({ timers, random, onError }), shown: null, warnings: [] };
  const [{ createBullQueue }, { checkRedis }] = await Promise.all([
    import("#jobs/queue/bullmq/queue.js"),
    import("#jobs/queue/bullmq/check.js"),
  ]);
  const check = await checkRedis(chosen.url, timers);
  if (check.kind === "refused") throw new EngineRefused(check.reason);
  const queue = createBullQueue({
    url: chosen.url,
    timers,
    random,
    onError,
    ...(intervals ? { intervals } : {}),
    onNews: (news) =>
      log.warn({ action: `queue.${news.kind}`, outcome: news.kind === "back" ? "answers" : news.reason }),
  });
  return { queue, shown: queue.bull, warnings: check.kind === "fit" ? check.warnings : [check.reason] };
}
