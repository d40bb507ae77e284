import type { Command } from "./decision.js";
import { setStopped } from "./opt-out.js";

/** Opts the speaker out of every notice on every channel (I12). */
export const stop: Command<"stop"> = async (who) => {
  const decided = await setStopped(who, true);
  return { result: { type: decided ? "stopped" : "already" }, ...decided };
};
