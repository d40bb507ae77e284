/** Questions about what waits, runs and failed. */
import type { Counts, Failed } from "../port.js";
import type { Ask } from "./ask.js";
import { baseOf } from "./names.js";

/** The answers, each from the server at this moment. */
export interface Looks {
  counts(job: string, now: number): Promise<Counts>;
  failed(job: string, limit: number): Promise<Failed[]>;
}

/** BullMQ writes when a job is due into its place in line, 4096 places a millisecond. */
const PLACES = 4_096;
/** What BullMQ itself wrote where the error's name stands: of a job that its workers died of too often. */
const STALLED = "Stalled";

/** Makes the looks of an installation. */
export function createLooks(ask: Ask, prefix: string): Looks {
  async function counts(job: string, now: number): Promise<Counts> {
    const base = baseOf(prefix, job);
    const due = (now + 1) * PLACES;
    const numbers = await ask(`job "${job}" was not counted`, (redis) =>
      Promise.all([
        redis.llen(`${base}wait`),
        redis.zcard(`${base}prioritized`),
        redis.zcount(`${base}delayed`, "-inf", `(${due}`),
        redis.zcount(`${base}delayed`, due, "+inf"),
        redis.llen(`${base}active`),
        redis.zcard(`${base}failed`),
      ]),
    );
    const [first, ready, promoted, delayed, running, ended] = numbers;
    return { waiting: first + ready + promoted, delayed, running, failed: ended };
  }

  async function failed(job: string, limit: number): Promise<Failed[]> {
    if (limit < 1) return [];
    const base = baseOf(prefix, job);
    const rows = await ask(`failures of job "${job}" were not read`, async (redis) => {
      const ids = await redis.zrevrange(`${base}failed`, 0, limit - 1);
      return Promise.all(ids.map((id) => redis.hmget(`${base}${id}`, "name", "atm", "failedReason", "finishedOn")));
    });
    return rows.flatMap(([key, attempts, reason, at]) => {
      // cleared between the two questions
      if (typeof key !== "string") return [];
      return [{ job, key, attempts: Number(attempts), reason: nameOf(reason), at: Number(at) }];
    });
  }

  return { counts, failed };
}

function nameOf(reason: string | null | undefined): string {
  return typeof reason === "string" && /^\w+$/.test(reason) ? reason : STALLED;
}
