import { z } from "zod";
import { Later } from "./queue/port.js";
import { job } from "./job.js";

/** Called off with the process: it goes on at once when somebody takes it up again. */
const AGAIN_MS = 1_000;

/** Brings an uploaded list in, from where an earlier run stood. */
export const importList = job({
  payload: z.object({ office: z.string(), import: z.string() }),
  work: { concurrency: 1, retry: { attempts: 3, backoffMs: 10_000 } },
  async run(deps, { import: id }, { signal }) {
    // only when there is a list: what reads sheets takes its time to load
    const { runUpload } = await import("#app/import/upload-run.js");
    const outcome = await runUpload(deps, id, signal);
    if (outcome?.type === "stopped") throw new Later(AGAIN_MS);
  },
});
