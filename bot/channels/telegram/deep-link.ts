/** What a link `t.me/BOT?start=PAYLOAD` opens. Telegram takes payloads of 1 to 64 letters, digits, _ and -. */
import { isCodeLength } from "#core/access/code-digits.js";
import { helpKinds } from "#core/help/kinds.js";
import { packButton } from "#core/message/buttons.js";

const PAYLOAD = /^[A-Za-z0-9_-]{1,64}$/;

/** Payloads that open a flow besides those of the four kinds: printed on posters, so they stay. */
const doors = ["join", "pledge", "mine", "my-pledges", "my-help", "tasks", "bind", "help", "language", "privacy"];

const entries: ReadonlyMap<string, string> = new Map([
  ...doors.map((door) => [door, door] as const),
  ...helpKinds.map((kind) => [kind, `pledge-${kind}`] as const),
]);

const welcome = start("welcome");

/** The button that a payload stands for; any other payload, and none, greets. */
export function readStart(payload: string): string {
  const code = payload.trim();
  if (/^\d+$/.test(code) && isCodeLength(code.length)) return start("bind", code);
  const entry = entries.get(code);
  return entry === undefined ? welcome : start(entry);
}

/** A link that opens a private chat with the bot. `bot`: its user name, without @. Throws for a payload that does not fit. */
export function deepLink(bot: string, payload: string): string {
  if (!PAYLOAD.test(payload)) throw new Error("a start payload has 1 to 64 letters, digits, _ or -");
  return `https://t.me/${bot}?start=${payload}`;
}

function start(entry: string, ...args: readonly string[]): string {
  return packButton({ type: "start", entry, args });
}
