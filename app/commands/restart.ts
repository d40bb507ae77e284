import type { Command } from "./decision.js";
import { setStopped } from "./opt-out.js";

/** Takes notices again. */
export const restart: Command<"restart"> = async (who) => ({
  result: { type: "restarted" },
  ...(await setStopped(who, false)),
});
