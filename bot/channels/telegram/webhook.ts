/** The route that Telegram calls. What it takes is durable before the 2xx; what is not, Telegram sends again. */
import { timingSafeEqual } from "node:crypto";
import { refused, type Route } from "#app/route.js";
import type { Take } from "./take.js";

export const webhookPath = "/telegram/webhook";
const SECRET_HEADER = "x-telegram-bot-api-secret-token";
/** Telegram takes no longer ones. */
const LONGEST_SECRET = 256;
/** An update is a few kilobytes; those that quote long messages with all their buttons a few hundred. */
const UPDATE_BYTES = 1024 * 1024;

/** 401 without the secret, 400 for what is no update, 200 for what is taken or not for us, else the server's 500. */
export function webhookRoute(secret: string, take: Take): Route {
  const isSecret = compareWith(secret);
  return {
    method: "POST",
    path: webhookPath,
    bodyLimit: UPDATE_BYTES,
    perMinute: null,
    machine: true,
    async handle({ headers, body }) {
      if (!isSecret(headers[SECRET_HEADER] ?? "")) return refused(401, "not-telegram", "密钥不对 / Wrong secret");
      if ((await take(body)) === "malformed") return refused(400, "no-update", "不是 Telegram 的更新 / Not an update");
      return { status: 200, body: { ok: true } };
    },
  };
}

/** Takes the same time for every wrong one; lengths do not show either, since both are laid out at full length. */
function compareWith(secret: string): (given: string) => boolean {
  const right = laidOut(secret);
  return (given) => timingSafeEqual(laidOut(given), right) && given.length === secret.length;
}

/** One byte more than the longest secret, so that one too long is cut and still is none. No header has a NUL in it. */
function laidOut(text: string): Buffer {
  const bytes = Buffer.alloc(LONGEST_SECRET + 1);
  bytes.write(text, "utf8");
  return bytes;
}
