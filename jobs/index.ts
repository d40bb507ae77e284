/** Every job: one file and one line each. The key is the job's name in the queue. */
import { clock } from "./clock.js";
import { importList } from "./import.js";
import type { Job, JobDeps } from "./job.js";
import { match } from "./match.js";
import { notify } from "./notify.js";
import type { Queue } from "./queue/port.js";
import { send } from "./send.js";
import { sweep } from "./sweep.js";

export const jobs: Readonly<Record<string, Job>> = {
  clock,
  import: importList,
  match,
  notify,
  send,
  sweep,
};

/** Registers every job's handler with the queue of a worker process. */
export function registerJobs(queue: Queue, deps: JobDeps): void {
  for (const [name, job] of Object.entries(jobs)) queue.work(name, job.work, (run) => job.run(deps, run));
}

/** Puts the sweep of an office on its schedule and runs it once now, or at its next moment where the queue is away. */
export async function scheduleSweep(
  queue: Queue,
  office: { id: string; timeZone: string },
  cron = "* * * * *",
): Promise<void> {
  const sweeping = { job: "sweep", key: `sweep:${office.id}`, payload: { office: office.id } };
  await queue.schedule({ name: `sweep:${office.id}`, cron, timeZone: office.timeZone, ...sweeping });
  await queue.add(sweeping).catch(() => undefined);
}
