/**
 * Wrong short codes of a whole office within an hour: one conversation may try five, but conversations are free to
 * open. Beyond the limit no short code is looked at for a while; long ones still are, since nobody can guess them.
 */
import type { Limits } from "./shared.js";
import type { Log } from "./log.js";

/** Typing errors of a county's busiest hour; a million codes outlast this many tries. */
const perHour = { most: 60, windowMs: 3_600_000 };

export interface Guesses {
  /** Minutes until a short code is looked at again; 0 now. */
  waitMinutes(office: string): Promise<number>;
  wrong(office: string): Promise<void>;
}

/** Counts over all processes; an office is told in the log when somebody seems to guess. */
export function createGuesses({ limits, log }: { readonly limits: Limits; readonly log: Log }): Guesses {
  const nameOf = (office: string): string => `codes-${office}`;
  return {
    async waitMinutes(office) {
      return Math.ceil((await limits.waitMs(nameOf(office), perHour)) / 60_000);
    },
    async wrong(office) {
      const count = await limits.hit(nameOf(office), perHour);
      if (count === perHour.most) log.warn({ action: "codes.guessed", office, count });
    },
  };
}
