/** What a job is: a name, how it runs, a checked payload of ids, and a body that is safe to run twice. */
import type { z } from "zod";
import type { UploadDeps } from "#app/import/upload-run.js";
import type { TellDeps } from "#app/tell.js";
import { Unrecoverable, type Run, type Work } from "./queue/port.js";

/** What job bodies are given. */
export type JobDeps = TellDeps & UploadDeps;

export interface Job {
  readonly work: Work;
  /** Runs once; throws `Later` to come again, `Unrecoverable` to end, anything else to be tried again. */
  run(deps: JobDeps, run: Run): Promise<void>;
}

/** Makes a job whose payload is parsed before it runs; a payload that does not parse can never run. */
export function job<S extends z.ZodType>(definition: {
  payload: S;
  work: Work;
  run: (deps: JobDeps, payload: z.infer<S>, run: Run) => Promise<void>;
}): Job {
  return {
    work: definition.work,
    async run(deps, run) {
      const parsed = definition.payload.safeParse(run.payload);
      if (!parsed.success) throw new Unrecoverable("a payload that is not this job's");
      await definition.run(deps, parsed.data, run);
    },
  };
}
