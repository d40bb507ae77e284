/** The real house in a folder of its own, with a clock moved by hand: whole talks and lives of pledges are played on it. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLog } from "#app/log.js";
import type { Channel } from "#bot/channels/port.js";
import type { Locale } from "#core/registry/people.js";
import { openSqliteStore } from "#store/sqlite/engine.js";
import { openVault } from "#store/vault.js";
import { compose, type Fourhelp } from "../../compose.js";
import type { Config } from "../../config.js";
import { createSeededIds } from "./ids.js";
import { boundPeople, smallOffice } from "./office.js";
import { createTalkers, type PullChannel, type Talker } from "./talker.js";
import { createManualTimers, type ManualTimers } from "./timers.js";

/** A working Tuesday morning, ten o'clock in China. */
export const usualStart = "2026-11-24T02:00:00Z";

export interface WorldOptions {
  /** ISO 8601; `usualStart` unless told. */
  readonly start?: string;
  /** The little office of `office.ts` (unless told), the demo's county, or nobody but an office. */
  readonly people?: "small" | "demo" | "empty";
  /** Channels besides the registered ones. */
  readonly channels?: readonly Channel[];
  /** Telegram as a process would have it set up; its pace keeps to the world's clock. Off unless told. */
  readonly telegram?: Config["telegram"];
  /** Do the people of the little office have web chats already? They do unless told. */
  readonly webChats?: boolean;
  /** Other seed, other ids and codes. */
  readonly seed?: number;
  /** Always the same vault key, so that ids made from names and numbers, and orders that follow them, are the same too. */
  readonly sameKey?: true;
  /** The language that the people of the little office read; Chinese unless told. */
  readonly locale?: Locale;
}

/** One line of the log, as written. */
export type LogLine = Readonly<Record<string, unknown>>;

export interface World {
  /** The house as it stands; another one after `restart`. */
  readonly house: Fourhelp;
  readonly timers: ManualTimers;
  readonly logs: readonly LogLine[];
  readonly dataDir: string;
  /** How long until all that follows a message has reached everybody. */
  readonly patienceMs: number;
  /** Moves the time on; what becomes due runs at its own moment, and is finished before the time goes on. */
  advance(ms: number): Promise<void>;
  /** Resolves when no job is due or running. */
  settle(): Promise<void>;
  /** Ends the house and composes it anew on the same folder, ten seconds later. */
  restart(): Promise<void>;
  /** The conversation of a person of the office, by name or id; any other name is a stranger's, the same at each call. */
  as(name: string, locale?: Locale, channel?: PullChannel): Promise<Talker>;
  /** Everything that was logged as an error. */
  errors(): readonly LogLine[];
  dispose(): Promise<void>;
}

const SAME_KEY = `${Buffer.alloc(32, 7).toString("base64url")}\n`;
const RESTART_MS = 10_000;
/** How often the house sweeps by itself. */
const SWEEP_MS = 60_000;

/** Composes a world; the caller disposes of it. */
export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const people = options.people ?? "small";
  const timers = createManualTimers(Date.parse(options.start ?? usualStart));
  const ids = createSeededIds(options.seed ?? 1);
  const logs: LogLine[] = [];
  const log = createLog({ level: "info", destination: { write: (line) => void logs.push(JSON.parse(line)) } });
  const dataDir = await mkdtemp(join(tmpdir(), "fourhelp-world-"));
  const begin = async (): Promise<Fourhelp> => {
    const around = { timers, ids, log, channels: options.channels ?? [], rateFactor: 1_000 };
    const house = await compose(configOf(dataDir, options), around);
    await sweepSeldom(house);
    return house;
  };
  if (options.sameKey) await writeFile(join(dataDir, "fourhelp.key"), SAME_KEY, { mode: 0o600 });
  if (people === "small") await fillSmallOffice(dataDir, timers, options.locale);
  let house = await begin();
  const settle = async (): Promise<void> => {
    // an answer that has just been given may have woken a job that is not counted yet
    for (let rounds = 0; rounds < 2; rounds++) {
      const idle = house.queue.idle().then(() => house.deps.straight.idle());
      // a message that waits for its moment is only over when the time moves on
      await (options.telegram ? Promise.race([idle, aMoment()]) : idle);
      // writes are done in their order: when this one is, so are all that were waiting
      await house.deps.store.sessions.remove("-");
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const { webChats = people === "small" } = options;
  if (webChats) for (const person of boundPeople) await house.chat.openAs("web", person);
  await settle();
  const close = async (): Promise<void> => {
    let closed = false;
    const closing = house.close(0).finally(() => (closed = true));
    // the time goes on for those who wait for it
    while (options.telegram && !closed) await timers.advance(RESTART_MS).then(aMoment);
    await closing;
  };
  const talkers = createTalkers(() => house, dataDir);
  return {
    get house() {
      return house;
    },
    timers,
    logs,
    dataDir,
    // Telegram takes one message a second in a chat
    patienceMs: options.telegram ? 5_000 : 1_000,
    settle,
    async advance(ms) {
      // what is under way first: its waits begin now, not later
      await settle();
      const end = timers.now() + ms;
      for (let next = timers.next(); next !== undefined && next <= end; next = timers.next()) {
        await timers.advance(Math.max(0, next - timers.now()));
        await settle();
      }
      await timers.advance(end - timers.now());
      // what only the sweep would find is found by the end of every longer wait
      if (ms >= SWEEP_MS) await house.queue.add(sweepOf(house));
      await settle();
    },
    async restart() {
      await close();
      await timers.advance(RESTART_MS);
      house = await begin();
      await settle();
    },
    as: (name, locale, channel) => talkers.of(name, locale ?? null, channel),
    errors: () => logs.filter((line) => line["level"] === "error"),
    async dispose() {
      await close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Longer than a call of a double on this machine takes. */
const MOMENT_MS = 30;

function aMoment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, MOMENT_MS));
}

function configOf(dataDir: string, { people, telegram = { mode: "off" } }: WorldOptions): Config {
  return {
    port: 0,
    host: "127.0.0.1",
    dataDir,
    demo: people === "demo" ? "on" : "off",
    roles: ["bot", "api", "worker"],
    store: { engine: "sqlite", dir: dataDir },
    queue: { engine: "memory" },
    telegram,
    logLevel: "info",
    officeName: null,
    timeZone: "Asia/Shanghai",
    locale: "zh-CN",
    // Telegram takes no webhook without an address
    publicUrl: telegram.mode === "webhook" ? "https://fourhelp.example" : null,
  };
}

const sweepOf = ({ office }: Fourhelp) => {
  return { job: "sweep", key: `sweep:${office._id}`, payload: { office: office._id } };
};

/** The sweep of every minute would fill days of waiting with nothing: clocks of matches ring by themselves. */
async function sweepSeldom(house: Fourhelp): Promise<void> {
  const sweep = sweepOf(house);
  await house.queue.schedule({ name: sweep.key, cron: "0 */6 * * *", timeZone: house.office.timeZone, ...sweep });
}

/** Written before the house is composed, so that it finds its office as it would after a restart. */
async function fillSmallOffice(dataDir: string, timers: ManualTimers, locale: Locale = "zh-CN"): Promise<void> {
  const vault = await openVault({ keyPath: join(dataDir, "fourhelp.key"), expectExisting: false });
  const store = await openSqliteStore({ path: join(dataDir, "fourhelp.db"), clock: timers });
  const [{ collection, doc }, ...rest] = smallOffice({ vault, now: timers.now(), locale });
  const outcome = await store.commit({ op: "insert", collection, doc } as Parameters<typeof store.commit>[0], rest);
  await store.close();
  if (outcome.type !== "committed") throw new Error(`the little office does not go in: ${JSON.stringify(outcome)}`);
}
