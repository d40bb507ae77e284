/** What may stand between us and Telegram, in words for whoever runs the program. The token is in none of them. */
import { isRefused } from "./call.js";

/** Only `wrong-token` needs a restart; all else is tried again by itself. */
export type Trouble = "wrong-token" | "no-network" | "conflict" | "bad-webhook" | "busy";

const sentences: Readonly<Record<Trouble, string>> = {
  "wrong-token":
    "Telegram does not know the token in TELEGRAM_BOT_TOKEN. Copy it anew from @BotFather and start again; everything else works meanwhile.\nTelegram 不认 TELEGRAM_BOT_TOKEN 里的 token，请从 @BotFather 重新复制后再启动；其他功能照常可用。",
  "no-network":
    "Telegram cannot be reached from here; it is tried again by itself, and everything else works meanwhile. Check the network, or set TELEGRAM_API_ROOT to a Bot API within reach.\n这里连不上 Telegram，程序会自己再试，其他功能照常可用。请检查网络，或用 TELEGRAM_API_ROOT 换一个连得上的 Bot API。",
  conflict:
    "Somebody else fetches this bot's messages: another program runs with the same token. End it; this one goes on by itself.\n另一个程序正用同一个 token 收消息，请把它停掉；这边会自己接着收。",
  "bad-webhook":
    "Telegram does not take the webhook at FOURHELP_PUBLIC_URL: it must be https, on port 443, 80, 88 or 8443, and within Telegram's reach. Or set TELEGRAM_MODE=polling.\nTelegram 不接受 FOURHELP_PUBLIC_URL 上的 webhook：须是 https，端口 443、80、88 或 8443，且 Telegram 能访问。也可设 TELEGRAM_MODE=polling。",
  busy: "Telegram answers with errors just now; it is tried again by itself, and everything else works meanwhile.\nTelegram 暂时出错，程序会自己再试，其他功能照常可用。",
};

export function sentenceOf(trouble: Trouble): string {
  return sentences[trouble];
}

/** Reads what a call of the Bot API rejected with. */
export function troubleOf(error: unknown): Trouble {
  if (!isRefused(error)) return "no-network";
  const { error_code: code, method } = error;
  // a token that is not even shaped like one is no address that Telegram knows
  if (code === 401 || code === 404) return "wrong-token";
  if (code === 409) return "conflict";
  return code === 400 && method === "setWebhook" ? "bad-webhook" : "busy";
}

/** Pauses longer than the usual ones: what a person must mend, or what Telegram asks for. 0: none. */
export function leastPauseOf(error: unknown): number {
  const trouble = troubleOf(error);
  if (trouble === "conflict" || trouble === "bad-webhook") return 30_000;
  return isRefused(error) ? (error.parameters.retry_after ?? 0) * 1_000 : 0;
}
