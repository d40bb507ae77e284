import { Cron } from "croner";
import type { Timers } from "#core/clock.js";
import type { Schedule } from "./port.js";

/** The schedules of one process, kept on the injected timers. */
export interface Schedules {
  /** Starts a schedule or replaces the one of the same name; throws on a pattern or zone that cannot be read. */
  set(schedule: Schedule): void;
  drop(name: string): void;
  /** Drops them all. */
  stop(): void;
}

type NextAfter = (after: number) => number | undefined;

/** Makes an empty set of schedules; `fire` is called at each moment one of them names. */
export function createSchedules(timers: Timers, fire: (schedule: Schedule) => void): Schedules {
  const cancels = new Map<string, () => void>();

  function drop(name: string): void {
    cancels.get(name)?.();
    cancels.delete(name);
  }

  function set(schedule: Schedule): void {
    const nextAfter = readCron(schedule);
    const { name } = schedule;

    function arm(at: number | undefined): void {
      if (at === undefined) return drop(name);
      const ring = () => {
        // Counting from the later of the two: a timer that rings a little early must not name the same moment
        // again, and moments slept through (a suspended machine) make one run together.
        arm(nextAfter(Math.max(at, timers.now())));
        fire(schedule);
      };
      cancels.set(name, timers.after(Math.max(0, at - timers.now()), ring));
    }

    const first = nextAfter(timers.now());
    if (first === undefined) throw new RangeError(`Schedule "${name}" never runs: "${schedule.cron}".`);
    drop(name);
    arm(first);
  }

  return {
    set,
    drop,
    stop() {
      for (const name of cancels.keys()) drop(name);
    },
  };
}

/**
 * Reads a pattern in its zone: the result gives the first moment strictly after another, both in milliseconds. Throws
 * a RangeError with the name of the schedule when the pattern or the zone cannot be read.
 */
export function readCron({ name, cron, timeZone }: Pick<Schedule, "name" | "cron" | "timeZone">): NextAfter {
  try {
    // Paused and without a function: croner only computes here, the timers are ours.
    const pattern = new Cron(cron, { timezone: timeZone, mode: "5-or-6-parts", paused: true });
    // A zone is looked at only when it is used, so it is used once here.
    pattern.nextRun(new Date(0));
    return (after) => pattern.nextRun(new Date(after))?.getTime();
  } catch (cause) {
    throw new RangeError(`Schedule "${name}" cannot be read: "${cron}" in "${timeZone}".`, { cause });
  }
}
