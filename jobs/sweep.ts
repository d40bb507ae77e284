import { z } from "zod";
import { sweep as sweepOffice } from "#app/sweep.js";
import { job } from "./job.js";

/** Re-derives from the store every job that should exist and does not. Every minute, and once at start. */
export const sweep = job({
  payload: z.object({ office: z.string() }),
  work: { concurrency: 1, retry: { attempts: 3, backoffMs: 5_000 } },
  async run(deps, { office }) {
    await sweepOffice(deps, office);
  },
});
