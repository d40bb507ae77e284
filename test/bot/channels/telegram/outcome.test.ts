import { describe, expect, it } from "vitest";
import type { SendOutcome } from "#app/outlet.js";
import type { Posted } from "#bot/channels/telegram/call.js";
import { outcomeOf } from "#bot/channels/telegram/outcome.js";

const no = (error_code: number, description: string, parameters?: object): Posted => ({
  type: "answered",
  answer: { ok: false, error_code, description, ...(parameters && { parameters }) },
});
const yes = (result: unknown): Posted => ({ type: "answered", answer: { ok: true, result } });
const left = (reason: string): SendOutcome => ({ type: "opted-out", reason });
const wrong = (reason: string): SendOutcome => ({ type: "refused", reason });
const again = (reason: string): SendOutcome => ({ type: "retry", reason });
const unknown = (reason: string): SendOutcome => ({ type: "unknown", reason });

describe("outcomeOf", () => {
  it.each<[string, Posted, SendOutcome]>([
    ["a message is sent", yes({ message_id: 7 }), { type: "sent", providerId: "7" }],
    ["a yes with nothing to show for it is unknown", yes(true), unknown("no-message-id")],
    [
      "429 with its wait",
      no(429, "Too Many Requests: retry after 3", { retry_after: 3 }),
      { type: "throttled", delayMs: 3_000 },
    ],
    ["429 without one", no(429, "Too Many Requests"), { type: "throttled", delayMs: 1_000 }],
    ["blocked", no(403, "Forbidden: bot was blocked by the user"), left("blocked")],
    ["deactivated", no(403, "Forbidden: user is deactivated"), left("deactivated")],
    ["kicked", no(403, "Forbidden: bot was kicked from the supergroup chat"), left("kicked")],
    ["not a member", no(403, "Forbidden: bot is not a member of the channel chat"), left("not-a-member")],
    ["never wrote", no(403, "Forbidden: bot can't initiate conversation with a user"), left("never-written")],
    ["to a bot", no(403, "Forbidden: bot can't send messages to bots"), left("a-bot")],
    ["any other 403", no(403, "Forbidden: something new about 王建国"), left("forbidden")],
    ["no such chat", no(400, "Bad Request: chat not found"), left("chat-not-found")],
    ["no such peer", no(400, "Bad Request: PEER_ID_INVALID"), left("chat-not-found")],
    ["a deleted group", no(403, "Forbidden: the group chat was deleted"), left("group-deleted")],
    [
      "moved",
      no(400, "Bad Request: group chat was upgraded to a supergroup chat", { migrate_to_chat_id: -1001234567890 }),
      { type: "moved", address: "-1001234567890" },
    ],
    ["too long", no(400, "Bad Request: message is too long"), wrong("too-long")],
    ["empty", no(400, "Bad Request: message text is empty"), wrong("empty-text")],
    ["bad button", no(400, "Bad Request: BUTTON_DATA_INVALID"), wrong("bad-button")],
    ["no rights", no(400, "Bad Request: not enough rights to send text messages to the chat"), wrong("no-rights")],
    ["any other 400 tells nothing of what was sent", no(400, "Bad Request: wrong thing 王建国"), wrong("400")],
    ["too large", no(413, "Request Entity Too Large"), wrong("413")],
    ["a wrong token", no(401, "Unauthorized"), again("wrong-token")],
    ["a token of no right form", no(404, "Not Found"), again("wrong-token")],
    ["their own trouble", no(500, "Internal Server Error"), again("status-500")],
    ["a proxy's page", { type: "strange", status: 502 }, again("status-502")],
    ["who grew tired of waiting", { type: "strange", status: 504 }, unknown("status-504")],
    ["a page in place of an answer", { type: "strange", status: 200 }, unknown("strange-answer")],
    ["nobody there", { type: "not-sent", code: "ECONNREFUSED" }, again("not-reached-econnrefused")],
    [
      "a lost answer",
      { type: "lost", code: "UND_ERR_HEADERS_TIMEOUT" },
      unknown("answer-lost-und-err-headers-timeout"),
    ],
  ])("%s", (_, posted, outcome) => {
    expect(outcomeOf(posted)).toEqual(outcome);
  });
});
