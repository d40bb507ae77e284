/** What the Bot API said of a message → what became of it (the closed vocabulary of `app/outlet.ts`). */
import type { ApiError } from "grammy/types";
import type { SendOutcome } from "#app/outlet.js";
import type { Posted } from "./call.js";

/** For a 429 that does not say how long. */
const USUAL_WAIT_S = 1;

/** Nothing arrives in this conversation any more; the slug by the words of Telegram's refusal. */
const gone: readonly Phrase[] = [
  ["bot was blocked", "blocked"],
  ["user is deactivated", "deactivated"],
  ["input_user_deactivated", "deactivated"],
  ["bot was kicked", "kicked"],
  ["not a member", "not-a-member"],
  ["can't initiate conversation", "never-written"],
  ["can't send messages to bots", "a-bot"],
  ["group chat was deleted", "group-deleted"],
  ["group chat was deactivated", "group-deleted"],
  ["chat not found", "chat-not-found"],
  ["user not found", "chat-not-found"],
  ["peer_id_invalid", "chat-not-found"],
];

/** This message is refused, whoever it is for; the slug by the words of Telegram's refusal. */
const wrong: readonly Phrase[] = [
  ["message text is empty", "empty-text"],
  ["message is too long", "too-long"],
  ["button_data_invalid", "bad-button"],
  ["button_url_invalid", "bad-link"],
  ["can't parse", "bad-markup"],
  ["reply markup is too long", "too-many-buttons"],
  ["encoded in utf-8", "bad-text"],
  ["not enough rights", "no-rights"],
  ["have no rights", "no-rights"],
  ["chat_write_forbidden", "no-rights"],
  ["topic_closed", "no-rights"],
];

type Phrase = readonly [words: string, slug: string];

/** Of one `sendMessage`. Descriptions of Telegram's are read and never passed on: they may echo what was sent. */
export function outcomeOf(posted: Posted): SendOutcome {
  switch (posted.type) {
    case "answered":
      return posted.answer.ok ? sentOf(posted.answer.result) : refusalOf(posted.answer);
    case "strange":
      return posted.status >= 300 ? retryOf(posted.status) : unknown("strange-answer");
    case "not-sent":
      return { type: "retry", reason: `not-reached-${slugOf(posted.code)}` };
    case "lost":
      return unknown(`answer-lost-${slugOf(posted.code)}`);
  }
}

/** Taken for sent only when there is a message to show for it. */
function sentOf(result: unknown): SendOutcome {
  const id = typeof result === "object" && result !== null && "message_id" in result ? result.message_id : undefined;
  return typeof id === "number" ? { type: "sent", providerId: String(id) } : unknown("no-message-id");
}

function refusalOf({ error_code: status, description, parameters }: ApiError): SendOutcome {
  const words = description.toLowerCase();
  const moved = parameters?.migrate_to_chat_id;
  if (status === 429) return { type: "throttled", delayMs: waitOf(parameters?.retry_after) * 1_000 };
  if (moved !== undefined) return { type: "moved", address: String(moved) };
  // the token is wrong (404 when it has no right form): the office can mend it, and nothing is lost meanwhile
  if (status === 401 || status === 404) return { type: "retry", reason: "wrong-token" };
  if (status >= 500) return retryOf(status);
  const left = slugIn(gone, words);
  if (left !== undefined || status === 403) return { type: "opted-out", reason: left ?? "forbidden" };
  return { type: "refused", reason: slugIn(wrong, words) ?? String(status) };
}

/** A whole answer says that it was not taken; only who grew tired of waiting (504) cannot tell. */
function retryOf(status: number): SendOutcome {
  return status === 504 ? unknown("status-504") : { type: "retry", reason: `status-${status}` };
}

const unknown = (reason: string): SendOutcome => ({ type: "unknown", reason });
const slugIn = (phrases: readonly Phrase[], words: string): string | undefined =>
  phrases.find(([phrase]) => words.includes(phrase))?.[1];
const slugOf = (code: string): string => code.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");

/** Whole seconds, one at least. */
function waitOf(retryAfter: unknown): number {
  return typeof retryAfter === "number" && retryAfter > 0 ? retryAfter : USUAL_WAIT_S;
}
