import type { Command } from "./decision.js";
import { setStopped } from "./opt-out.js";

/** Opts the speaker out of every notice on every channel (I12). */
export const stop: Command<"stop"> = async (who) => ({ result: { type: "stopped" }, ...(await setStopped(who, true)) });
