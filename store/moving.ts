/** Is a store whole, or has a move into it stopped half way? The mark of it lies among the facts the store keeps about itself. */
import { z } from "zod";
import { StoreRefused } from "./refused.js";
import type { FactStore } from "./vault.js";

const FACT = "move";

const MoveMark = z.object({
  /** `underway`: not everything is there yet; `whole`: all was there and compared. */
  state: z.enum(["underway", "whole"]),
  /** Where it comes from, as it may be shown. */
  from: z.string(),
  /** When this was written, in milliseconds. */
  at: z.number(),
});
export type MoveMark = z.infer<typeof MoveMark>;

/** The mark of the last move into this store; null when it was never moved. */
export async function readMoveMark(facts: FactStore): Promise<MoveMark | null> {
  const text = await facts.get(FACT);
  return text === undefined ? null : MoveMark.parse(JSON.parse(text));
}

/** Marks a move into this store as under way or ended. */
export async function writeMoveMark(facts: FactStore, mark: MoveMark): Promise<void> {
  await facts.set(FACT, JSON.stringify(mark));
}

/** Throws `StoreRefused` where a move has not come to its end: what is missing would look like deleted. */
export async function refuseHalfMoved(facts: FactStore): Promise<void> {
  const mark = await readMoveMark(facts);
  if (mark?.state !== "underway") return;
  throw new StoreRefused("half-moved", sentenceOfHalfMoved(mark));
}

/** What a half-moved store is, and what to do about it. */
export function sentenceOfHalfMoved({ from }: MoveMark): string {
  return `The move from ${from} to this store has not come to its end. Give the same "fourhelp move" command again: it goes on where it stopped.\n从 ${from} 搬到这里还没有搬完，请再执行一次同样的 fourhelp move 命令，会接着搬。`;
}
