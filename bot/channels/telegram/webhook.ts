/** The route that Telegram calls. What it takes is durable before the 2xx; what is not, Telegram sends again. */
import { createHash, timingSafeEqual } from "node:crypto";
import { refused, type Route } from "#app/route.js";
import type { Take } from "./take.js";

export const webhookPath = "/telegram/webhook";
const SECRET_HEADER = "x-telegram-bot-api-secret-token";
/** An update is a few kilobytes; those that quote long messages with all their buttons a few hundred. */
const UPDATE_BYTES = 1024 * 1024;
/** Telegram calls from a few addresses for everybody, so only a flood is held back. */
const PER_MINUTE = 600_000;

/** 401 without the secret, 400 for what is no update, 200 for what is taken or not for us, else the server's 500. */
export function webhookRoute(secret: string, take: Take): Route {
  const isSecret = compareWith(secret);
  return {
    method: "POST",
    path: webhookPath,
    bodyLimit: UPDATE_BYTES,
    perMinute: PER_MINUTE,
    machine: true,
    async handle({ headers, body }) {
      if (!isSecret(headers[SECRET_HEADER] ?? "")) return refused(401, "not-telegram", "密钥不对 / Wrong secret");
      if ((await take(body)) === "malformed") return refused(400, "no-update", "不是 Telegram 的更新 / Not an update");
      return { status: 200, body: { ok: true } };
    },
  };
}

/** Takes the same time for every wrong one; lengths do not show either. */
function compareWith(secret: string): (given: string) => boolean {
  const hash = (text: string): Buffer => createHash("sha256").update(text).digest();
  const right = hash(secret);
  return (given) => timingSafeEqual(hash(given), right);
}
