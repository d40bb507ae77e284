/** Adding a job, in a hurry or surely. */
import type { Timers } from "#core/clock.js";
import type { Add } from "../port.js";
import type { Ask } from "./ask.js";
import type { Connection, Connections } from "./connections.js";
import { baseOf, encode } from "./names.js";

export interface Adding {
  /** Rejects with `QueueAway` while Redis is away; the caller leaves the job to the sweep. */
  soon(job: Add): Promise<void>;
  /** Waits while Redis is away. */
  surely(job: Add): Promise<void>;
}

export interface AddingDeps {
  readonly ask: Ask;
  readonly connections: Connections;
  readonly timers: Timers;
  readonly prefix: string;
}

/** Makes the way in. */
export function createAdding({ ask, connections, timers, prefix }: AddingDeps): Adding {
  // Times and payload are those of the call, however long the way is.
  function prepare({ job, key, payload, delayMs = 0, priority = 5 }: Add): (redis: Connection) => Promise<void> {
    const now = timers.now();
    const due = now + Math.ceil(Math.max(0, delayMs));
    const [base, id, text] = [baseOf(prefix, job), encode(key), JSON.stringify(payload)];
    return async (redis) => void (await redis.fourhelpAdd(base, id, key, text, now, due, priority));
  }

  return {
    soon: (job) => ask(`job "${job.job}" was not added`, prepare(job)),
    surely: (job) => prepare(job)(connections.patient()),
  };
}
