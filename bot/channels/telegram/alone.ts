/** When the other processes cannot be reached: a pace of one's own, with a part of the allowance, until they are back. */
import type { Log } from "#app/log.js";
import type { Timers } from "#core/clock.js";
import type { SlotTraffic } from "#core/shared-slots.js";
import { createPace, type Pace } from "./pace.js";
import { PROBE_MS } from "./slot-rules.js";

/** The part of the allowance that all together use then: replies leave besides. */
const ALONE_SHARE = 0.85;

export interface Alone {
  /** The pace of one's own; undefined while the others are there. */
  pace(): Pace | undefined;
  /** The others do not answer. */
  part(): void;
}

export interface AloneDeps {
  readonly timers: Timers;
  readonly log: Log;
  /** How many processes share the allowance. */
  readonly peers: () => number;
  /** Looks whether the others are there, and says that one was alone. */
  readonly knock: () => Promise<SlotTraffic>;
  readonly onParted: (pace: Pace) => void;
  readonly onBack: (traffic: SlotTraffic) => void;
}

/** Not alone at first. */
export function createAlone({ timers, log, peers, knock, onParted, onBack }: AloneDeps): Alone {
  let pace: Pace | undefined;

  function probe(): void {
    timers.after(PROBE_MS, () => void knock().then(rejoin, probe));
  }

  function rejoin(traffic: SlotTraffic): void {
    pace = undefined;
    log.info({ action: "telegram.pace-rejoined", count: traffic.peers });
    onBack(traffic);
  }

  return {
    pace: () => pace,
    part() {
      if (pace) return;
      pace = createPace({ timers, share: ALONE_SHARE / peers() });
      log.warn({ action: "telegram.pace-parted", count: peers() });
      probe();
      onParted(pace);
    },
  };
}
