/** One message of the ledger → one call of the Bot API → what became of it. */
import type { Outlet } from "#app/outlet.js";
import type { Log } from "#app/log.js";
import type { Rendered } from "#core/message/talk.js";
import type { Locale } from "#core/registry/people.js";
import type { TelegramApi } from "./call.js";
import { keyboardOf, type Keyboard } from "./keyboard.js";
import { outcomeOf } from "./outcome.js";
import type { Pace } from "./pace.js";

export interface SenderDeps {
  readonly api: Pick<TelegramApi, "post" | "ready">;
  readonly pace: Pace;
  readonly log: Log;
  /** The bot's own name, without @, once it is known. */
  username(): string | null;
  /** Label of the key that shares one's own number; null, or not given: it is typed. */
  sharePhone?(locale: Locale): string | null;
}

/** A chat id is a whole number; groups and channels have negative ones. */
const CHAT = /^-?[1-9]\d{0,15}$/;

/** The outward half of the channel: keeps the pace, and tells it what the network said. */
export function createSender(deps: SenderDeps): Required<Pick<Outlet, "turn" | "isFree" | "send">> {
  const { api, pace, log } = deps;

  function bodyOf(address: string, rendered: Rendered): string {
    const group = address.startsWith("-");
    const sharePhone = rendered.wants === null ? null : (deps.sharePhone?.(rendered.locale) ?? null);
    return messageJson(address, rendered.text, keyboardOf(rendered, { group, username: deps.username(), sharePhone }));
  }

  return {
    async turn(address, urgency) {
      // whoever has a turn must be able to leave, or all leave together once the first can
      await api.ready();
      return pace.turn(address, urgency);
    },
    isFree: (address) => pace.isFree(address),
    async send(address, { id, rendered }, given) {
      if (!CHAT.test(address)) return { type: "refused", reason: "no-chat-id" };
      const turn = given ?? pace.take(address);
      const held = pace.leave(address, turn);
      const heldMs = typeof held === "number" ? held : await held;
      // nothing was called: it is not lost, and not sent twice
      if (heldMs > 0) return { type: "throttled", delayMs: heldMs };
      const posted = await api.post("sendMessage", bodyOf(address, rendered));
      pace.answered(address, turn);
      const outcome = outcomeOf(posted);
      if (outcome.type === "throttled") {
        pace.told(address, outcome.delayMs);
        log.info({ action: "telegram.throttled", key: id, delayMs: outcome.delayMs });
      }
      return outcome;
    },
  };
}

/**
 * The body of sendMessage. Plain text: nothing that people write is markup. Links get no preview: fetching one would
 * use up a link that is good once.
 */
function messageJson(chat: string, text: string, keyboard: Keyboard | undefined): string {
  const markup = keyboard === undefined ? "" : `,"reply_markup":${JSON.stringify(keyboard)}`;
  return `{"chat_id":${chat},"text":${JSON.stringify(wellFormed(text))},"link_preview_options":{"is_disabled":true}${markup}}`;
}

/** Telegram refuses text with half a sign in it. */
function wellFormed(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, "\ufffd");
}
