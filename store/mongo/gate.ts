/**
 * A gate that all writers of all processes pass, and that a backup closes for its last moments. Every process looks at it
 * once a second at the latest before it writes, so that after a little more than that nobody is behind it any more.
 */
import type { Db } from "mongodb";

export interface GateDeps {
  readonly db: Db;
  tick(): number;
  pause(ms: number): Promise<void>;
  /** Milliseconds since 1970, for the end of a closing whose process died. */
  now(): number;
  /** A look is good for so long. */
  readonly lookMs: number;
  /** A write that has passed is done after so long. */
  readonly writeMs: number;
}

export interface Gate {
  /** Resolves when a write may begin. */
  pass(): Promise<void>;
  /** Runs `work` with the gate closed and nobody behind it. */
  closed<T>(work: () => Promise<T>): Promise<T>;
}

/** A closing ends by itself after this, if its process dies. */
const CLOSED_MS = 60_000;
const RENEW_MS = 10_000;
const ID = "gate";

export function createGate(deps: GateDeps): Gate {
  const gates = deps.db.collection<{ _id: string; until: number }>("gates");
  let lookedAt = -Infinity;
  let looking: Promise<void> | undefined;
  let own: Promise<void> | undefined;

  async function look(): Promise<void> {
    for (;;) {
      const at = deps.tick();
      const gate = await gates.findOne({ _id: ID });
      if (!gate || gate.until <= deps.now()) {
        lookedAt = at;
        return;
      }
      await deps.pause(Math.min(deps.lookMs, 100));
    }
  }

  const shut = async (): Promise<void> => {
    await gates.updateOne({ _id: ID }, { $set: { until: deps.now() + CLOSED_MS } }, { upsert: true });
  };

  return {
    async pass() {
      await own;
      while (deps.tick() - lookedAt >= deps.lookMs) await (looking ??= look().finally(() => (looking = undefined)));
    },
    async closed(work) {
      await own;
      let open = (): void => {};
      own = new Promise((resolve) => (open = resolve));
      await shut();
      let over = false;
      const renewing = (async () => {
        for (let since = deps.tick(); !over; await deps.pause(50)) {
          if (deps.tick() - since < RENEW_MS) continue;
          since = deps.tick();
          await shut();
        }
      })();
      try {
        await deps.pause(deps.lookMs + deps.writeMs);
        return await work();
      } finally {
        over = true;
        await renewing;
        await gates.deleteOne({ _id: ID });
        own = undefined;
        open();
      }
    },
  };
}
