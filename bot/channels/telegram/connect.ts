/**
 * The connection with Telegram: who the bot is, its commands, and how updates come. Runs in the background and tries
 * again by itself, so that the rest of the program never waits for a network.
 */
import type { Render } from "#app/deps.js";
import type { Log } from "#app/log.js";
import type { Timers } from "#core/clock.js";
import type { Connection, TelegramSettings } from "../port.js";
import type { TelegramApi } from "./call.js";
import { commandLists } from "./commands.js";
import { poll } from "./poll.js";
import { wantedUpdates, type Self } from "./read.js";
import type { Take } from "./take.js";
import { leastPauseOf, sentenceOf, troubleOf, type Trouble } from "./trouble.js";
import { pauseAfter, signalFor, wait } from "./wait.js";
import { webhookPath } from "./webhook.js";

export interface ConnectorDeps {
  readonly api: Pick<TelegramApi, "raw">;
  readonly settings: TelegramSettings;
  readonly timers: Timers;
  readonly log: Log;
}

export interface Connector {
  /** Connects, and when polling fetches updates, until the signal aborts. Never rejects. */
  run(use: { take: Take; render: Render }, signal: AbortSignal): Promise<void>;
  /** Resolves at the first answer of the network, or when it is clear that none comes. */
  readonly known: Promise<Connection>;
  self(): Self;
  /** The bot's name, asked for when nobody has yet (a command that receives nothing); null when it cannot be had soon. */
  name(): Promise<string | null>;
}

/** Somebody waits for the name: a network that takes longer is none. */
const NAME_MS = 5_000;

/** Updates that Telegram may hand over at once: its own most. */
const AT_ONCE = 100;

export function createConnector(deps: ConnectorDeps): Connector {
  const { api, settings, log } = deps;
  // a bot's id stands before the colon of its token
  const id = Number.parseInt(settings.token, 10);
  let username: string | null = null;
  let state: Trouble | "connected" | undefined;
  let settle: ((connection: Connection) => void) | undefined;
  const known = new Promise<Connection>((resolve) => {
    settle = resolve;
  });

  /** Said once per change, however long it lasts. */
  function tell(trouble: Trouble | null): void {
    const now = trouble ?? "connected";
    if (now === state) return;
    state = now;
    if (trouble === null) {
      log.info({ action: "telegram.connected" });
      settle?.({ ok: true, sentence: `Telegram · https://t.me/${username ?? ""}` });
    } else {
      log.warn({ action: `telegram.${trouble}`, outcome: sentenceOf(trouble).split("\n")[0] ?? "" });
      settle?.({ ok: false, sentence: sentenceOf(trouble) });
    }
  }

  /** Calls until it is answered; undefined when it is stopped or the token is refused. */
  async function insist<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T | undefined> {
    for (let failures = 1; !signal.aborted; failures++) {
      try {
        return await call();
      } catch (error) {
        if (signal.aborted) return undefined;
        const trouble = troubleOf(error);
        tell(trouble);
        if (trouble === "wrong-token") return undefined;
        await wait(deps.timers, Math.max(pauseAfter(failures), leastPauseOf(error)), signal);
      }
    }
    return undefined;
  }

  return {
    known,
    self: () => ({ id, username }),
    async name() {
      if (username !== null || settings.token === "") return username;
      username = await api.raw.getMe(signalFor(AbortSignal.timeout(NAME_MS))).then(nameOf, () => null);
      return username;
    },
    async run({ take, render }, signal) {
      const me = await insist(() => api.raw.getMe(signalFor(signal)), signal);
      if (!me) return;
      username = nameOf(me);
      if (!(await insist(() => openWay(deps, signal), signal))) return;
      const listed = listCommands(deps, render, signal);
      if (settings.updates.mode === "webhook") tell(null);
      else await poll({ api, take, timers: deps.timers, log, tell }, signal);
      await listed;
    },
  };
}

function nameOf({ username }: { readonly username?: unknown }): string | null {
  return typeof username === "string" && /^\w{1,64}$/.test(username) ? username : null;
}

/** Telegram gives updates one way at a time. What has gathered there meanwhile is never dropped. */
function openWay({ api, settings: { updates } }: ConnectorDeps, signal: AbortSignal): Promise<true> {
  if (updates.mode === "polling") return api.raw.deleteWebhook({ drop_pending_updates: false }, signalFor(signal));
  return api.raw.setWebhook(
    `${updates.url}${webhookPath}`,
    {
      secret_token: updates.secret,
      allowed_updates: wantedUpdates,
      max_connections: AT_ONCE,
      drop_pending_updates: false,
    },
    signalFor(signal),
  );
}

/** The lists are a help, not a need: what Telegram does not take is set at the next start. */
async function listCommands({ api, log }: ConnectorDeps, render: Render, signal: AbortSignal): Promise<void> {
  try {
    for (const { commands, ...where } of commandLists(render))
      await api.raw.setMyCommands(commands, where, signalFor(signal));
  } catch (error) {
    if (!signal.aborted) log.warn({ action: "telegram.commands-not-listed", error });
  }
}
