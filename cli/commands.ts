/** Every command: one file and one line each. */
import type { Command } from "commander";
import { registerChat } from "./chat.js";
import { registerDemo } from "./demo.js";
import { registerDoctor } from "./doctor.js";
import { registerMatch } from "./match.js";
import { registerStart } from "./start.js";

export const commands: Readonly<Record<string, (program: Command) => void>> = {
  chat: registerChat,
  demo: registerDemo,
  doctor: registerDoctor,
  match: registerMatch,
  start: registerStart,
};
