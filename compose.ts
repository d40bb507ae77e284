/**
 * The composition root: configuration → store, queue, channels → the roles of this process → one way to shut down.
 * `main.ts`, the CLI and the tests' world all build the house here and nowhere else.
 */
import { access } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { ApiDeps, PageFile } from "#api/deps.js";
import { routes } from "#api/routes/index.js";
import { createServer, type Server } from "#api/server.js";
import { createChat, type Chat } from "#app/chat.js";
import { loadDemo } from "#app/demo/load.js";
import type { AppDeps, Wake } from "#app/deps.js";
import type { Log } from "#app/log.js";
import { listOffices, makeOffice } from "#app/office.js";
import { createPhotos } from "#app/photos.js";
import { createPlaces } from "#app/places.js";
import { createReceive, type Receive, type ReceiveDeps } from "#app/receive.js";
import { receiveSafely } from "#app/receive-safely.js";
import { channels as registered } from "#bot/channels/index.js";
import type { Channel, ChannelDeps } from "#bot/channels/port.js";
import { createDialogue } from "#bot/dialogue/engine.js";
import { entries, flows } from "#bot/flows/index.js";
import type { Ids, Timers } from "#core/clock.js";
import type { Office } from "#core/office.js";
import { registerJobs, scheduleSweep } from "#jobs/index.js";
import { createInProcessQueue } from "#jobs/queue/in-process.js";
import type { Queue } from "#jobs/queue/port.js";
import { createSay, type Say } from "#locales/say.js";
import { openSqliteStore, type SqliteStore } from "#store/sqlite/engine.js";
import { makeFolder } from "#store/files.js";
import type { Store } from "#store/port.js";
import { checkVaultKey, openVault, type OpenVault } from "#store/vault.js";
import type { Config } from "./config.js";

/** What the world outside gives: replaced in tests, real in `main.ts`. */
export interface Surroundings {
  readonly timers: Timers;
  readonly ids: Ids;
  readonly log: Log;
  /** The built page's files, or none. */
  readonly page?: ReadonlyMap<string, PageFile>;
  /** Channels besides the registered ones (tests' doubles). */
  readonly channels?: readonly Channel[];
  readonly rateFactor?: number;
  /** Stands between the house and its store (tests that stop the process at a given write). */
  readonly wrapStore?: (store: Store) => Store;
}

export interface Fourhelp {
  readonly deps: AppDeps & { sequence(): number };
  readonly vault: OpenVault;
  readonly queue: Queue;
  readonly chat: Chat;
  readonly receive: Receive;
  readonly office: Office;
  /** What happened to the demo at this start. */
  readonly demo: "loaded" | "present" | "off";
  /** Not listening yet; null without the role `api`. */
  readonly server: Server | null;
  /** Finishes what is in hand within `graceMs`, then lets go of everything. */
  close(graceMs: number): Promise<void>;
}

/** Builds everything that `config.roles` asks for. Rejects with a plain sentence when the data folder cannot be used. */
export async function compose(config: Config, around: Surroundings): Promise<Fourhelp> {
  const { timers, ids, log } = around;
  await makeFolder(resolve(config.dataDir));
  const { store, vault } = await openStore(config.dataDir, timers);
  const queue = createInProcessQueue({
    timers,
    random: () => ids.random(),
    onError: (error, { job, key, attempt }) => log.error({ action: "job.failed", job, key, attempt, error }),
  });
  const channels = [...Object.values(registered).map((create) => create()), ...(around.channels ?? [])];
  const say = createSay();
  const deps = makeDeps(around, say, { store: around.wrapStore?.(store) ?? store, vault, queue, channels });
  const { office, demo } = await openOffice(config, deps);
  const talking = makeTalking(config, deps, say, office);
  const server = await makeServer(config, around, { deps, talking, queue, channels, office });
  if (config.roles.includes("bot")) for (const channel of channels) await channel.start(talking);
  if (config.roles.includes("worker")) {
    registerJobs(queue, deps);
    for (const { _id: id, timeZone } of await listOffices(deps)) await scheduleSweep(queue, { id, timeZone });
  }
  const { chat, receive } = talking;
  return {
    deps,
    vault,
    queue,
    chat,
    receive,
    office,
    demo,
    server,
    async close(graceMs) {
      // nothing new comes in, what runs is finished, then the store lets go
      await server?.close();
      for (const channel of channels) await channel.stop();
      await queue.close(graceMs);
      await store.close();
    },
  };
}

type Deps = Fourhelp["deps"];

interface Engines {
  readonly store: Store;
  readonly vault: OpenVault;
  readonly queue: Queue;
  readonly channels: readonly Channel[];
}

function makeDeps({ timers, ids, log }: Surroundings, say: Say, { store, vault, queue, channels }: Engines): Deps {
  const outlets = new Map(channels.map((channel) => [channel.id, channel]));
  return {
    store,
    clock: timers,
    ids,
    vault,
    log,
    places: createPlaces(store),
    render: say.render,
    outlet: (channel) => outlets.get(channel),
    wake: (jobs) => wake(queue, log, jobs),
    sequence: createSequence(timers),
  };
}

/** The conversations: what channels hand to, and what they are shown by. */
function makeTalking(config: Config, deps: Deps, say: Say, office: Office): ChannelDeps {
  const defaultOffice = (): Promise<string> => Promise.resolve(office._id);
  const receiving: ReceiveDeps = {
    ...deps,
    dialogue: createDialogue({ flows, entries, wording: say, fallback: "welcome", stale: "stale", stop: "stop" }),
    officeOf: defaultOffice,
  };
  return {
    chat: createChat({ ...deps, defaultOffice }),
    photos: createPhotos({ ...deps, dir: join(config.dataDir, "photos") }),
    render: deps.render,
    log: deps.log,
    receive: receiveSafely({ ...receiving, reference: () => reference(deps) }, createReceive(receiving)),
  };
}

/** A short word that the person can say on the phone, and that the log has too. */
function reference({ ids }: Pick<Deps, "ids">): string {
  return ids.id().slice(0, 5).toUpperCase();
}

async function makeServer(
  config: Config,
  around: Surroundings,
  house: { deps: Deps; talking: ChannelDeps; queue: Queue; channels: readonly Channel[]; office: Office },
): Promise<Server | null> {
  const { deps, talking, queue, channels, office } = house;
  const api: ApiDeps = {
    ...deps,
    chat: talking.chat,
    photos: talking.photos,
    defaultOffice: () => Promise.resolve(office._id),
    page: around.page ?? new Map(),
    checks: { store: () => deps.store.ping(), queue: () => queue.ping() },
  };
  const mounted = [
    ...(config.roles.includes("api") ? Object.values(routes).flatMap((route) => route(api)) : []),
    ...(config.roles.includes("bot") ? channels.flatMap((channel) => channel.routes(talking)) : []),
  ];
  if (mounted.length === 0) return null;
  return createServer({
    log: deps.log,
    routes: mounted,
    reference: () => reference(deps),
    rateFactor: around.rateFactor ?? 1,
    secure: config.publicUrl?.startsWith("https:") ?? false,
  });
}

async function openStore(dataDir: string, timers: Timers): Promise<{ store: SqliteStore; vault: OpenVault }> {
  const path = join(dataDir, "fourhelp.db");
  const existing = await access(path).then(
    () => true,
    () => false,
  );
  const vault = await openVault({ keyPath: join(dataDir, "fourhelp.key"), expectExisting: existing });
  const store = await openSqliteStore({ path, clock: timers });
  try {
    await checkVaultKey(store.meta, vault);
  } catch (error) {
    await store.close();
    throw error;
  }
  return { store, vault };
}

/** With an empty folder: the demo, or the first office. Later: what is there; a demo half loaded is finished. */
async function openOffice(config: Config, deps: AppDeps): Promise<{ office: Office; demo: Fourhelp["demo"] }> {
  const known = await listOffices(deps);
  const own = known.find((office) => !office.demo);
  if (config.demo === "on" && !own) {
    const demo = await loadDemo(deps);
    const [office] = await listOffices(deps);
    if (!office) throw new Error("the demo has no office");
    return { office, demo };
  }
  const [demoOffice] = known;
  if (own) return { office: own, demo: "off" };
  if (demoOffice) return { office: demoOffice, demo: "present" };
  const { timeZone, locale } = config;
  const text = (key: "office.first-name" | "office.first-area"): string =>
    deps.render({ key, params: {} }, { locale, dataClass: "local" });
  const first = {
    name: config.officeName ?? text("office.first-name"),
    area: text("office.first-area"),
    timeZone,
    locale,
  };
  return { office: await makeOffice(deps, first), demo: "off" };
}

/** Hands jobs to the queue; what it does not take is written down and left to the sweep. */
function wake(queue: Queue, log: Log, jobs: readonly Wake[]): void {
  for (const job of jobs) {
    queue.add(job).catch((error: unknown) => log.warn({ action: "wake.failed", job: job.job, key: job.key, error }));
  }
}

/** Numbers that grow with time and with every call; they order the messages of a conversation. */
function createSequence(timers: Timers): () => number {
  let last = 0;
  return () => (last = Math.max(last + 1, timers.now() * 1000));
}
