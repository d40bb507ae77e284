/** Every command: one file and one line each. */
import type { Command } from "commander";
import { registerChat } from "./chat.js";
import { registerCodes } from "./codes.js";
import { registerDemo } from "./demo.js";
import { registerDoctor } from "./doctor.js";
import { registerExport } from "./export.js";
import { registerImport } from "./import.js";
import { registerMatch } from "./match.js";
import { registerMove } from "./move.js";
import { registerStart } from "./start.js";

export const commands: Readonly<Record<string, (program: Command) => void>> = {
  chat: registerChat,
  codes: registerCodes,
  demo: registerDemo,
  doctor: registerDoctor,
  export: registerExport,
  import: registerImport,
  match: registerMatch,
  move: registerMove,
  start: registerStart,
};
