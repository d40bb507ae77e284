import { z } from "zod";
import { strikeClock } from "#app/strike.js";
import { job } from "./job.js";

/** Strikes the clock of one match: escalation, lapse, late ladder. Too early does nothing; the sweep comes again. */
export const clock = job({
  payload: z.object({ office: z.string(), match: z.string() }),
  work: { concurrency: 4, retry: { attempts: 5, backoffMs: 1_000, maxBackoffMs: 60_000 } },
  async run(deps, payload) {
    await strikeClock(deps, payload.match);
  },
});
