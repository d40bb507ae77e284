/** What Telegram wants in return for a press: an answer, or its clock turns; and the button shows that it was chosen. */
import type { Received } from "#app/receive.js";
import { unpackButton } from "#core/message/buttons.js";
import type { TelegramApi } from "./call.js";
import type { Errands } from "./errands.js";
import { CHOSEN, type Pressed } from "./read.js";

/** How long such a call may take: it is only for the eye. */
const TIMEOUT_MS = 10_000;

/** Answers that say that the press has changed nothing. */
const notTaken: ReadonlySet<string> = new Set(["talk.stale", "error.reference"]);

export interface PressDeps {
  readonly api: Pick<TelegramApi, "post">;
  readonly errands: Errands;
}

/** Stops the clock on a button. */
export function answerPress({ api, errands }: PressDeps, query: string): void {
  const call = { callback_query_id: query };
  errands.run(api.post("answerCallbackQuery", JSON.stringify(call), { timeoutMs: TIMEOUT_MS }));
}

/**
 * Leaves of the answers to a question the one that was given. Its button stays a button, so that a second press gets
 * an answer too. Menus stay as they are, and so do questions that are long over.
 */
export function markChosen({ api, errands }: PressDeps, pressed: Pressed, { replies }: Received): void {
  const { inbound, messageId, label } = pressed;
  const { input, address } = inbound;
  if (input.type !== "choice" || label === null || unpackButton(input.id)?.type !== "answer") return;
  if (replies.some(({ keys }) => keys.some((key) => notTaken.has(key)))) return;
  const keyboard = [[{ text: `${CHOSEN}${label}`, callback_data: input.id }]];
  const call = { chat_id: Number(address), message_id: messageId, reply_markup: { inline_keyboard: keyboard } };
  errands.run(api.post("editMessageReplyMarkup", JSON.stringify(call), { timeoutMs: TIMEOUT_MS }));
}
