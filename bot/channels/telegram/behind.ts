/** What has left without asking is told afterwards: one call at a time, each with all that has gathered meanwhile. */
import type { SlotChat } from "#core/shared-slots.js";

/** As many are told in one call. */
const MOST = 50;

export interface Sent extends SlotChat {
  readonly address: string;
  readonly slot: number;
  readonly at: number;
}

export interface Behind {
  add(sent: Sent): void;
  /** How many are not told yet. */
  size(): number;
}

/** `tell` must not reject. */
export function createBehind(tell: (sent: readonly Sent[]) => Promise<void>): Behind {
  const waiting: Sent[] = [];
  let telling = 0;

  async function tellAll(): Promise<void> {
    while (waiting.length > 0) {
      const some = waiting.splice(0, MOST);
      telling = some.length;
      await tell(some);
    }
    telling = 0;
  }

  return {
    add(sent) {
      waiting.push(sent);
      if (telling === 0) void tellAll();
    },
    size: () => waiting.length + telling,
  };
}
