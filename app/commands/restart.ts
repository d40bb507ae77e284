import type { Command } from "./decision.js";
import { setStopped } from "./opt-out.js";

/** Takes notices again. */
export const restart: Command<"restart"> = async (who) => {
  const decided = await setStopped(who, false);
  return { result: { type: decided ? "restarted" : "already" }, ...decided };
};
