import { z } from "zod";
import { send as sendMessage } from "#app/send.js";
import { job } from "./job.js";
import { Later } from "./queue/port.js";

/** Hands one message of the ledger to its channel. What may have arrived is never sent again by itself. */
export const send = job({
  payload: z.object({ office: z.string(), message: z.string() }),
  work: { concurrency: 64, retry: { attempts: 5, backoffMs: 1_000, maxBackoffMs: 60_000 } },
  async run(deps, { message }) {
    const sent = await sendMessage(deps, message);
    if (sent.type === "again") throw new Later(sent.delayMs);
  },
});
