/** How jobs and keys are called in Redis. BullMQ parts its names by colons, so no part of ours may hold one. */

/** The part of a Redis key that stands for a job's name or a job's key; colons and spaces are written as %3A, %20. */
export function encode(text: string): string {
  return encodeURIComponent(text);
}

/** What all Redis keys of a job's queue begin with. */
export function baseOf(prefix: string, job: string): string {
  return `${prefix}:${encode(job)}:`;
}

/** The queue of the moments that schedules name. No encoded job is called so: a plus is never left as it is. */
export const SCHEDULES = "+schedules";
