/** The stored state of a talk: versioned, plain JSON, checked when it is read back. */
import { z } from "zod";

/** A question as it was asked: what its buttons were, to read numbers, labels and stale presses. */
const Offered = z.object({
  options: z.array(
    z.object({
      value: z.string().optional(),
      start: z.string().optional(),
      args: z.array(z.string()).optional(),
      label: z.object({ key: z.string(), params: z.record(z.string(), z.unknown()) }),
    }),
  ),
  message: z.object({ key: z.string(), params: z.record(z.string(), z.unknown()) }),
  wants: z.enum(["phone"]).nullable().default(null),
});
export type Offered = z.infer<typeof Offered>;

const Frame = z.object({
  flow: z.string(),
  version: z.number(),
  node: z.string(),
  data: z.unknown(),
  /** Where "back" leads, oldest first. */
  trail: z.array(z.object({ node: z.string(), data: z.unknown() })),
});
export type Frame = z.infer<typeof Frame>;

export const TalkState = z.object({
  v: z.literal(1),
  /** Grows with every question asked; buttons carry it, so that old ones are known as old. */
  turn: z.number(),
  /** The flow under way is last; those it interrupted wait below it. */
  frames: z.array(Frame),
  offered: Offered.nullable(),
  /** The person was asked whether to go on with an old talk. */
  resuming: z.boolean(),
  /** Who spoke last; what one person began is not shown to another on a shared phone. */
  person: z.string().nullable().default(null),
});
export type TalkState = z.infer<typeof TalkState>;

export const freshState: TalkState = { v: 1, turn: 0, frames: [], offered: null, resuming: false, person: null };

/** Longest way back and deepest interruption that are kept. */
export const MAX_TRAIL = 30;
export const MAX_FRAMES = 3;

/** Reads a stored state; `undefined` for one that this version cannot go on with. */
export function readState(stored: unknown): TalkState | undefined {
  if (stored === null || stored === undefined) return freshState;
  const parsed = TalkState.safeParse(stored);
  return parsed.success ? parsed.data : undefined;
}
