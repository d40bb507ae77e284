/**
 * What the processes of one house share besides documents and jobs. All of it may be lost at any time: what must not be
 * lost is a document. `test/conformance/shared.ts` holds every engine to what is promised here.
 */
import type { Slots } from "#core/shared-slots.js";

/** `chat`: a conversation has news (its address) · `place`: an office's areas or units have changed (its id). */
export type Topic = "chat" | "place";

/** Words to all processes, this one included: at most once, ids only. */
export interface Signals {
  publish(topic: Topic, about: string): void;
  /** Calls `hear` from now on; returns how to end that. */
  subscribe(topic: Topic, hear: (about: string) => void): () => void;
}

/** At most so many within any span of so long. */
export interface Limit {
  readonly most: number;
  readonly windowMs: number;
}

/** Counts over all processes. While the others cannot be reached each process counts by itself. */
export interface Limits {
  /** One more; how many there are within the span, never more than `most`. */
  hit(name: string, limit: Limit): Promise<number>;
  /** Milliseconds until there are fewer than `most` within the span; 0 when there are. */
  waitMs(name: string, limit: Limit): Promise<number>;
}

/** Things that one process does at a time. */
export interface Leases {
  /**
   * Waits until no other process has the lease, then runs `work`; lets it go afterwards. `held` aborts when the lease is
   * lost, or `signal` does. Resolves with true when `work` came to its end with the lease held, false otherwise. A holder
   * that dies is followed within half a minute.
   */
  hold(name: string, signal: AbortSignal, work: (held: AbortSignal) => Promise<void>): Promise<boolean>;
}

export interface Shared {
  /** May there be other processes? */
  readonly others: boolean;
  readonly signals: Signals;
  readonly limits: Limits;
  readonly leases: Leases;
  /** The schedules of bot tokens; null where this process has its own. */
  readonly slots: Slots | null;
  close(): Promise<void>;
}
