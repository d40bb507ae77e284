/** Long polling. Telegram keeps an update until a later call names a higher offset, and that call waits until all are durable. */
import type { Log } from "#app/log.js";
import type { Timers } from "#core/clock.js";
import type { TelegramApi } from "./call.js";
import { isId, isObject } from "./json.js";
import { wantedUpdates } from "./read.js";
import type { Take } from "./take.js";
import { leastPauseOf, troubleOf, type Trouble } from "./trouble.js";
import { pauseAfter, signalFor, wait } from "./wait.js";

export interface PollDeps {
  readonly api: Pick<TelegramApi, "raw">;
  readonly take: Take;
  readonly timers: Timers;
  readonly log: Log;
  /** Told after every call: null when Telegram answered as it should. */
  tell(state: Trouble | null): void;
}

const WAIT_SECONDS = 30;
const BATCH = 100;

/** Fetches updates until the signal aborts, or Telegram refuses the token. Resolves when what is in hand is done. */
export async function poll(deps: PollDeps, signal: AbortSignal): Promise<void> {
  // undefined: all that Telegram has. It begins its numbers anew after a quiet week, so none is kept for long.
  let offset: number | undefined;
  let failures = 0;
  // the first call shows at once whether it works
  let seconds = 0;
  while (!signal.aborted) {
    try {
      const updates = await fetchUpdates(deps, offset, seconds, signal);
      deps.tell(null);
      seconds = WAIT_SECONDS;
      const taken = await takeAll(deps, updates);
      failures = taken ? 0 : failures + 1;
      if (taken) offset = afterLast(updates);
    } catch (error) {
      if (signal.aborted) return;
      const trouble = troubleOf(error);
      deps.tell(trouble);
      if (trouble === "wrong-token") return;
      failures += 1;
      await wait(deps.timers, Math.max(pauseAfter(failures), leastPauseOf(error)), signal);
      continue;
    }
    if (failures > 0) await wait(deps.timers, pauseAfter(failures), signal);
  }
}

async function fetchUpdates(
  { api }: PollDeps,
  offset: number | undefined,
  timeout: number,
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  const call = { timeout, limit: BATCH, allowed_updates: wantedUpdates, ...(offset === undefined ? {} : { offset }) };
  const updates: unknown = await api.raw.getUpdates(call, signalFor(signal));
  if (!Array.isArray(updates)) throw new Error("getUpdates gave no list");
  return updates;
}

/** All at once; `receive` and `take` keep the order within a conversation. False: all of them are to come again. */
async function takeAll({ take, log }: PollDeps, updates: readonly unknown[]): Promise<boolean> {
  const outcomes = await Promise.allSettled(updates.map((update) => take(update)));
  const failed = outcomes.filter((outcome) => outcome.status === "rejected");
  for (const { reason } of failed.slice(0, 1)) {
    log.error({ action: "telegram.updates-not-taken", count: failed.length, error: reason });
  }
  // a list of things that are no updates would be fetched again and again without a pause
  return failed.length === 0 && (updates.length === 0 || outcomes.some(isTaken));
}

function isTaken(outcome: PromiseSettledResult<Awaited<ReturnType<Take>>>): boolean {
  return outcome.status === "fulfilled" && outcome.value === "taken";
}

/** An answer without updates has confirmed all that were before it. */
function afterLast(updates: readonly unknown[]): number | undefined {
  const ids = updates.flatMap((update) => (isObject(update) && isId(update["update_id"]) ? [update["update_id"]] : []));
  return ids.length === 0 ? undefined : Math.max(...ids) + 1;
}
