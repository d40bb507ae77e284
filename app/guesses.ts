/**
 * Wrong short codes of a whole office within an hour: one conversation may try five, but conversations are free to
 * open. Beyond the limit no short code is looked at for a while; long ones still are, since nobody can guess them.
 */
import type { Clock } from "#core/clock.js";
import type { Log } from "./log.js";

const HOUR_MS = 3_600_000;
/** Typing errors of a county's busiest hour; a million codes outlast this many tries. */
const MOST_AN_HOUR = 60;

export interface Guesses {
  /** Minutes until a short code is looked at again; 0 now. */
  waitMinutes(office: string): number;
  wrong(office: string): void;
}

/** Counts in this process; an office is told in the log when somebody seems to guess. */
export function createGuesses({ clock, log }: { readonly clock: Clock; readonly log: Log }): Guesses {
  const times = new Map<string, number[]>();
  const lately = (office: string): number[] => (times.get(office) ?? []).filter((at) => at > clock.now() - HOUR_MS);
  return {
    waitMinutes(office) {
      const recent = lately(office);
      const first = recent.at(-MOST_AN_HOUR);
      return first === undefined ? 0 : Math.max(1, Math.ceil((first + HOUR_MS - clock.now()) / 60_000));
    },
    wrong(office) {
      const recent = [...lately(office), clock.now()].slice(-MOST_AN_HOUR);
      times.set(office, recent);
      if (recent.length === MOST_AN_HOUR) log.warn({ action: "codes.guessed", office, count: recent.length });
    },
  };
}
