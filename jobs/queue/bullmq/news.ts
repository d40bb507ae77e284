/** What is told of Redis: once each time it changes, however many connections notice it, however often. */
import type { Clock } from "#core/clock.js";
import { reasonOf } from "./reason.js";

/** `reason` is a code or a name, never a text that may quote. */
export type RedisNews =
  | { readonly kind: "away"; readonly reason: string }
  | { readonly kind: "back" }
  /** Something else that went wrong; the same is told once a minute. */
  | { readonly kind: "trouble"; readonly reason: string };

/** What notices tell of. */
export interface News {
  away(error: unknown): void;
  back(): void;
  trouble(error: unknown): void;
}

const QUIET_MS = 60_000;
/** Codes of a broken connection: the quick one tells of that, and the others may notice a little earlier. */
const BROKEN = /^E(CONN|PIPE|TIMEDOUT|HOST|NET|NOTFOUND|AI_)/;

/** Makes the teller; `tell` may throw, to no effect. */
export function createNews(tell: ((news: RedisNews) => void) | undefined, clock: Clock): News {
  const told = new Map<string, number>();
  let gone: string | undefined;

  function say(news: RedisNews): void {
    try {
      tell?.(news);
    } catch {
      // A log that breaks must not take the queue with it, and there is nobody else to tell.
    }
  }

  return {
    away(error) {
      const reason = error === undefined ? "closed" : reasonOf(error);
      if (gone === reason || (gone !== undefined && reason === "closed")) return;
      gone = reason;
      say({ kind: "away", reason });
    },
    back() {
      if (gone !== undefined) say({ kind: "back" });
      gone = undefined;
    },
    trouble(error) {
      const reason = reasonOf(error);
      const now = clock.now();
      // While it is away all else follows from that.
      if (gone !== undefined || BROKEN.test(reason)) return;
      if (now < (told.get(reason) ?? -Infinity) + QUIET_MS) return;
      told.set(reason, now);
      say({ kind: "trouble", reason });
    },
  };
}
