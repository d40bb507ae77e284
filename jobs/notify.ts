import { z } from "zod";
import { tell } from "#app/tell.js";
import { job } from "./job.js";

/** Tells people of one outbox entry. */
export const notify = job({
  payload: z.object({ office: z.string(), entry: z.string() }),
  work: { concurrency: 16, retry: { attempts: 8, backoffMs: 500, maxBackoffMs: 60_000 } },
  async run(deps, { entry }) {
    await tell(deps, entry);
  },
});
