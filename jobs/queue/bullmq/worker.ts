/** BullMQ's worker, with what all of ours have in common. */
import { Worker, type Processor, type WorkerOptions } from "bullmq";
import type { Payload } from "../port.js";
import type { Connections } from "./connections.js";

/** In milliseconds. */
export interface Intervals {
  /** How long a job counts as running after the last sign of its worker; renewed while it runs. */
  readonly lockMs: number;
  /** How often jobs of dead workers are looked for. */
  readonly stalledMs: number;
  /** How often schedules are looked for that Redis may have lost. */
  readonly schedulesMs: number;
}

/** What a worker is given. */
export interface WorkerDeps {
  readonly connections: Connections;
  readonly prefix: string;
  readonly intervals: Intervals;
  /** Gets what BullMQ itself has to say; must not throw. */
  readonly onTrouble: (error: unknown) => void;
}

/** A worker under way. */
export interface OpenWorker {
  /** Takes no more; resolves when what runs has ended and Redis knows: while Redis is away perhaps never. */
  close(): Promise<void>;
  /** After `close`: stops all timers, whatever still runs. */
  letGo(): Promise<void>;
}

/** BullMQ waits for the last run before it stops its timers; one that never ends would keep the process. */
class LooseWorker<Data, Name extends string> extends Worker<Data, void, Name> {
  async letGo(): Promise<void> {
    await this.pause(true);
    await this.lockManager.close();
  }
}

/** Starts a worker of the queue `name`. It waits while Redis is away, and comes back by itself. */
export function openWorker<Data = Payload>(
  { connections, prefix, intervals, onTrouble }: WorkerDeps,
  name: string,
  process: Processor<Data, void>,
  more: Omit<WorkerOptions, "connection">,
): OpenWorker {
  const worker = new LooseWorker<Data, string>(name, process, {
    connection: connections.patient(),
    prefix,
    lockDuration: intervals.lockMs,
    stalledInterval: intervals.stalledMs,
    // a second instead of 15: what follows a fault of Redis must not wait so long
    runRetryDelay: 1_000,
    ...more,
  });
  worker.on("error", onTrouble);
  return { close: () => worker.close(), letGo: () => worker.letGo() };
}
