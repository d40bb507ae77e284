/**
 * The composition root: configuration → store, queue, channels → the roles of this process → one way to shut down.
 * `main.ts`, the CLI and the tests' world all build the house here and nowhere else.
 */
import { join, resolve } from "node:path";
import { COOKIE } from "#api/console-door.js";
import type { ApiDeps, JobCounts, PageFile } from "#api/deps.js";
import { boardPath } from "#api/board/path.js";
import { routes } from "#api/routes/index.js";
import { createServer, type Server } from "#api/server.js";
import { createChat, type Chat } from "#app/chat.js";
import { consoleOffice } from "#app/console.js";
import { createLists, type Lists } from "#app/console-imports.js";
import type { AppDeps, Wake } from "#app/deps.js";
import type { runExport } from "#app/export/run.js";
import type { runImport } from "#app/import/run.js";
import type { beginUpload } from "#app/import/upload-run.js";
import { createTurns } from "#app/turns.js";
import { createUploads, type Uploads } from "#app/import/uploads.js";
import type { Log } from "#app/log.js";
import { listOffices } from "#app/office.js";
import { createPhotos } from "#app/photos.js";
import { createPlaces } from "#app/places.js";
import { createGuesses } from "#app/guesses.js";
import { createReceive, type Receive, type ReceiveDeps } from "#app/receive.js";
import { receiveSafely } from "#app/receive-safely.js";
import { channels as registered } from "#bot/channels/index.js";
import type { Channel, ChannelDeps, TelegramSettings } from "#bot/channels/port.js";
import { createDialogue } from "#bot/dialogue/engine.js";
import { entries, flows } from "#bot/flows/index.js";
import type { Ids, Timers } from "#core/clock.js";
import type { Office } from "#core/office.js";
import { jobs as allJobs, registerJobs, scheduleSweep } from "#jobs/index.js";
import type { Queue } from "#jobs/queue/port.js";
import { createSay, type Say } from "#locales/say.js";
import { createStraight } from "#app/straight.js";
import { tidyUploads } from "#app/uploads-tidy.js";
import { makeFolder } from "#store/files.js";
import type { Store } from "#store/port.js";
import type { OpenVault } from "#store/vault.js";
import type { Config } from "./config.js";
import { openEngines, type Engines, type EnginesDeps } from "./engines.js";
import { firstOffice } from "./first-office.js";

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
  /** How soon a job of a process that died runs again; half a minute unless told. */
  readonly queueIntervals?: EnginesDeps["queueIntervals"];
  readonly threads?: EnginesDeps["threads"];
  /** When the sweep runs; every minute unless told. */
  readonly sweepCron?: string;
  /** Stands between the house and its store (tests that stop the process at a given write). */
  readonly wrapStore?: (store: Store) => Store;
}

export interface Fourhelp {
  readonly deps: AppDeps & { sequence(least: number): number };
  readonly vault: OpenVault;
  readonly queue: Queue;
  readonly chat: Chat;
  readonly receive: Receive;
  readonly lists: Lists;
  readonly office: Office;
  /** What happened to the demo at this start. */
  readonly demo: "loaded" | "present" | "off";
  /** Not listening yet; null without the role `api`. */
  readonly server: Server | null;
  readonly channels: readonly Channel[];
  /** What whoever starts the program should know of its engines: sentences. */
  readonly warnings: readonly string[];
  /** Finishes what is in hand within `graceMs`, then lets go of everything. */
  close(graceMs: number): Promise<void>;
}

/** Builds everything that `config.roles` asks for. Rejects with a plain sentence when the data folder cannot be used. */
export async function compose(config: Config, around: Surroundings): Promise<Fourhelp> {
  const { timers } = around;
  await makeFolder(resolve(config.dataDir));
  const engines = await openEngines(config, around);
  const { vault, queue, shared } = engines;
  const store = around.wrapStore?.(engines.store) ?? engines.store;
  const channels = [...makeChannels(config, around, engines), ...(around.channels ?? [])];
  const say = createSay();
  // links are only made while somebody is being answered, and by then it listens
  const late: { server: Server | null } = { server: null };
  const deps = makeDeps(around, say, { ...engines, store, channels }, () => baseOf(config, late.server));
  const { office, demo } = await firstOffice(config, deps, engines.alone ? null : shared.leases);
  const talking = makeTalking(config, deps, say, office);
  const { uploads, lists } = await makeLists(config, deps);
  const server = await makeServer(config, around, { deps, talking, lists, channels, office, ...engines, store });
  late.server = server;
  if (config.roles.includes("bot")) for (const channel of channels) await channel.start(talking);
  if (config.roles.includes("worker")) {
    registerJobs(queue, { ...deps, uploads });
    for (const { _id: id, timeZone } of await listOffices(deps))
      await scheduleSweep(queue, { id, timeZone }, around.sweepCron);
  }
  const { chat, receive } = talking;
  return {
    deps,
    vault,
    queue,
    chat,
    receive,
    lists,
    office,
    demo,
    server,
    channels,
    warnings: engines.warnings,
    async close(graceMs) {
      // nothing new comes in, what runs is finished, then the store lets go
      await server?.close();
      for (const channel of channels) await channel.stop();
      await Promise.race([deps.straight.idle(), later(timers, graceMs)]);
      await queue.close(graceMs);
      await lists.close();
      for (const channel of channels) await channel.letGo?.();
      await shared.close();
      await store.close();
    },
  };
}

type Deps = Fourhelp["deps"];

function later(timers: Timers, ms: number): Promise<void> {
  return new Promise((over) => void timers.after(ms, over));
}

/** The channels that are set up; a process without the role `bot` has them too, to send what others received. */
function makeChannels(config: Config, { timers, log }: Surroundings, { shared, alone }: Engines): Channel[] {
  const { signals, leases, slots } = shared;
  const settings = { timers, log, telegram: telegramSettings(config), others: !alone, signals, leases, slots };
  return Object.values(registered).flatMap((create) => create(settings) ?? []);
}

function telegramSettings({ telegram, publicUrl }: Config): TelegramSettings | null {
  if (telegram.mode === "off") return null;
  const { token, apiRoot } = telegram;
  if (telegram.mode === "polling") return { token, apiRoot, updates: { mode: "polling" } };
  return { token, apiRoot, updates: { mode: "webhook", url: publicUrl ?? "", secret: telegram.secret } };
}

/** Where people reach this server: as configured, or the address it listens on. */
function baseOf(config: Config, server: Server | null): string {
  if (config.publicUrl !== null) return config.publicUrl;
  const address = server?.server.address();
  const port = typeof address === "object" && address ? address.port : config.port;
  const everywhere = config.host === "0.0.0.0" || config.host === "::";
  const host = everywhere ? "127.0.0.1" : config.host;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function makeDeps(
  { timers, ids, log }: Surroundings,
  say: Say,
  { store, vault, queue, shared, alone, channels }: Engines & { readonly channels: readonly Channel[] },
  publicBase: () => string,
): Deps {
  const outlets = new Map(channels.map((channel) => [channel.id, channel]));
  const deps: Omit<Deps, "straight"> = {
    store,
    clock: timers,
    ids,
    vault,
    log,
    places: createPlaces(store, shared.signals),
    render: say.render,
    leavesOut: say.leavesOut,
    publicBase,
    outlet: (channel) => outlets.get(channel),
    linkTo: async (code) => (await channels.find((channel) => channel.linkTo)?.linkTo?.(code)) ?? null,
    wake: (jobs) => wake(queue, log, jobs),
    sequence: createSequence(timers),
    inTurn: createTurns(),
    guesses: createGuesses({ limits: shared.limits, log }),
    // the embedded store lets no other process in; a server does
    aloneSince: alone ? timers.now() : null,
  };
  return { ...deps, straight: createStraight(deps) };
}

/** The conversations: what channels hand to, and what they are shown by. */
function makeTalking(config: Config, deps: Deps, say: Say, office: Office): ChannelDeps {
  const defaultOffice = (): Promise<string> => Promise.resolve(office._id);
  const receiving: ReceiveDeps = {
    ...deps,
    dialogue: createDialogue({
      flows,
      entries,
      wording: say,
      fallback: "welcome",
      stale: "stale",
      phone: "bind",
      stop: "stop",
    }),
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

/** Lists on the console page; uploads lie beside the photos. */
async function makeLists(config: Config, deps: Deps): Promise<{ uploads: Uploads; lists: Lists }> {
  const dir = join(config.dataDir, "uploads");
  if (config.roles.includes("api")) await tidyUploads(deps, dir);
  const uploads = createUploads({ ids: deps.ids, dir });
  // loaded with the first list: what reads sheets takes its time
  const work = {
    runImport: async (...given: Parameters<typeof runImport>) =>
      (await import("#app/import/run.js")).runImport(...given),
    runExport: async (...given: Parameters<typeof runExport>) =>
      (await import("#app/export/run.js")).runExport(...given),
    beginImport: async (given: Parameters<typeof beginUpload>[1]) =>
      (await import("#app/import/upload-run.js")).beginUpload({ ...deps, uploads }, given),
  };
  return { uploads, lists: createLists({ ...deps, uploads, ...work }) };
}

async function makeServer(
  config: Config,
  around: Surroundings,
  house: Engines & {
    deps: Deps;
    talking: ChannelDeps;
    lists: Lists;
    channels: readonly Channel[];
    office: Office;
  },
): Promise<Server | null> {
  const { deps, talking, lists, queue, channels, office, rateStore, shown } = house;
  const api: ApiDeps = {
    ...deps,
    chat: talking.chat,
    photos: talking.photos,
    lists,
    defaultOffice: () => Promise.resolve(office._id),
    page: around.page ?? new Map(),
    jobs: { counts: () => countsOf(queue), board: shown === null ? null : boardPath },
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
    proxied: config.publicUrl !== null,
    rateStore,
    board:
      shown === null || !config.roles.includes("api")
        ? undefined
        : { queues: shown(Object.keys(allJobs)), cookie: COOKIE, mayEnter: (token) => isOfConsole(deps, token) },
  });
}

const isOfConsole = async (deps: Deps, token: string | undefined): Promise<boolean> =>
  (await consoleOffice(deps, token)) !== null;

function countsOf(queue: Queue): Promise<JobCounts[]> {
  return Promise.all(Object.keys(allJobs).map(async (job) => ({ job, ...(await queue.counts(job)) })));
}

/** Hands jobs to the queue; what it does not take is written down and left to the sweep. */
function wake(queue: Queue, log: Log, jobs: readonly Wake[]): void {
  for (const job of jobs) {
    queue.add(job).catch((error: unknown) => log.warn({ action: "wake.failed", job: job.job, key: job.key, error }));
  }
}

/**
 * Numbers that grow with time and with every call; they order the messages of a conversation. `least`: the newest that the
 * conversation has, which a process whose clock goes ahead may have given.
 */
function createSequence(timers: Timers): (least: number) => number {
  let last = 0;
  return (least) => (last = Math.max(last + 1, least + 1, timers.now() * 1000));
}
