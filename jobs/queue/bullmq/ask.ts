/** Asking Redis without waiting long for it. */
import type { Timers } from "#core/clock.js";
import type { Connection, Connections } from "./connections.js";
import { reasonOf } from "./reason.js";
import { inTime } from "./within.js";

/** Redis did not answer in time, or refused. The job may still have been added: that is safe, jobs may run twice. */
export class QueueAway extends Error {
  override name = "QueueAway";
}

/** Asks on the quick connection; rejects with `QueueAway` within about 1.5 s. `what` ends the sentence of the error. */
export type Ask = <T>(what: string, question: (redis: Connection) => Promise<T>) => Promise<T>;

/** How long a connection that is being made is waited for. */
const READY_MS = 600;
/** The limit of a command is the connection's (800 ms); this one is for what has none, such as several in a row. */
const ANSWER_MS = 850;

/** Makes the way to ask. */
export function createAsk({ quick }: Connections, timers: Timers): Ask {
  // One wait for all: a listener for each of hundreds of adds would be told as a leak.
  let ready: Promise<void> | undefined;
  const waitReady = () => (ready ??= isReady(quick).finally(() => (ready = undefined)));

  return async (what, question) => {
    try {
      if (quick.status !== "ready") await inTime(timers, READY_MS, waitReady());
      return await inTime(timers, ANSWER_MS, question(quick));
    } catch (error) {
      throw new QueueAway(`Redis at QUEUE_URL does not answer (${reasonOf(error)}): ${what}.`);
    }
  };
}

function isReady(redis: Connection): Promise<void> {
  return new Promise((resolve, reject) => {
    const over = () => {
      redis.off("ready", done);
      redis.off("end", failed);
    };
    const done = () => {
      over();
      resolve();
    };
    const failed = () => {
      over();
      reject(new Error("ended"));
    };
    redis.on("ready", done);
    redis.on("end", failed);
  });
}
