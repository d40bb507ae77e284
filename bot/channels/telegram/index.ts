/** Telegram: a foreign channel that is pushed to. grammY is imported in this folder and nowhere else. */
import { createHash } from "node:crypto";
import type { Render } from "#app/deps.js";
import type { Log } from "#app/log.js";
import { say } from "#core/message/message.js";
import type { Channel, ChannelDeps, ChannelSettings } from "../port.js";
import { createApi } from "./api.js";
import { isGroup } from "./chats.js";
import { createConnector } from "./connect.js";
import { deepLink } from "./deep-link.js";
import { createErrands } from "./errands.js";
import { createPace, type Pace } from "./pace.js";
import { createSharedPace } from "./pace-shared.js";
import { createPhotoInput } from "./photo.js";
import { createSender } from "./send.js";
import { slotRules } from "./slot-rules.js";
import { createTake, type Take } from "./take.js";
import { webhookRoute } from "./webhook.js";

/** How long the end waits for calls that are only for the eye. */
const ERRANDS_MS = 2_000;

/** Null without a token. Nothing is connected, or even loaded, before `start` or the first send. */
export function createTelegramChannel(given: ChannelSettings): Channel | null {
  const { telegram: settings, timers, log: plain } = given;
  if (!settings) return null;
  const log = plain.with({ channel: "telegram" });
  const api = createApi({ token: settings.token, apiRoot: settings.apiRoot, log });
  const connector = createConnector({ api, settings, timers, log });
  const errands = createErrands(timers);
  let running: { stop: AbortController; over: Promise<void> } | undefined;
  let render: Render | undefined;
  const sender = createSender({
    api,
    pace: paceOf(given, connector.self().id, log),
    log,
    username: () => connector.self().username,
    sharePhone: (locale) => render?.(say("telegram.share-phone"), { locale, dataClass: "foreign" }) ?? null,
  });

  const neverStopped = new AbortController().signal;
  function takeFor(deps: ChannelDeps): Take {
    const { photos, chat } = deps;
    const stopped = (): AbortSignal => running?.stop.signal ?? neverStopped;
    const photoInput = createPhotoInput({ api, photos, chat, timers, stopped });
    return createTake({ api, errands, photoInput, receive: (inbound) => deps.receive(inbound), self: connector.self });
  }

  return {
    id: "telegram",
    dataClass: "foreign",
    abilities: { buttons: 100, photos: true, textLimit: 4_096 },
    delivery: "push",
    ...sender,
    routes(deps) {
      render = deps.render;
      const { updates } = settings;
      return updates.mode === "webhook" ? [webhookRoute(updates.secret, takeFor(deps))] : [];
    },
    start(deps) {
      ({ render } = deps);
      const stop = new AbortController();
      const receive = (signal: AbortSignal) => connector.run({ take: takeFor(deps), render: deps.render }, signal);
      const turns = settings.updates.mode === "polling" ? inTurns(given, connector.self().id, receive) : receive;
      running ??= { stop, over: turns(stop.signal) };
      return Promise.resolve();
    },
    connected: () => connector.known,
    async linkTo(payload) {
      const name = await connector.name();
      return name === null ? null : deepLink(name, payload);
    },
    async stop() {
      running?.stop.abort();
      await running?.over;
      running = undefined;
      await errands.done(ERRANDS_MS);
    },
    letGo: () => api.close(),
  };
}

/** Telegram gives updates to one who asks: of all processes with this token the one that has the lease. */
function inTurns({ leases }: ChannelSettings, bot: number, receive: (signal: AbortSignal) => Promise<void>) {
  return async (signal: AbortSignal): Promise<void> => {
    const name = `telegram-${bot}`;
    // one that has lost it waits for its next turn; one whose token is refused is done
    while (!signal.aborted && !(await leases.hold(name, signal, receive)));
  };
}

/** One schedule for all processes that send with this token, where there may be several. */
function paceOf({ slots, timers }: ChannelSettings, bot: number, log: Log): Pace {
  if (!slots) return createPace({ timers });
  // Redis need not know who our chats are
  const chatOf = (address: string) => ({
    chat: createHash("sha256").update(`${bot} ${address}`).digest("base64url").slice(0, 16),
    group: isGroup(address),
  });
  return createSharedPace({ timers, line: slots.line(`bot-${bot}`, slotRules), chatOf, log });
}
