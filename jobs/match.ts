import { z } from "zod";
import { planMatches } from "#app/plan-matches.js";
import { HelpKind } from "#core/help/kinds.js";
import { job } from "./job.js";

/** Matches pledges to needs, one run per office and kind at a time; runs are coalesced by the key. */
export const match = job({
  payload: z.object({ office: z.string(), kind: HelpKind }),
  work: { concurrency: 4, retry: { attempts: 8, backoffMs: 500, maxBackoffMs: 60_000 } },
  async run(deps, { office, kind }) {
    await planMatches(deps, office, kind);
  },
});
