/** The program: every command, and what becomes of wrong use. */
import { Command, CommanderError } from "commander";
import { commands } from "./commands.js";
import { exitCodes } from "./outcome.js";

/** Makes the program with all its commands. Wrong use throws a `CommanderError`. */
export function createProgram(): Command {
  const program = new Command("fourhelp")
    .description("四帮 Fourhelp: pledges of funds, jobs, industry and information, matched to households' needs")
    .showHelpAfterError("(add --help for the options and an example)")
    .exitOverride();
  for (const register of Object.values(commands)) register(program);
  return program.addHelpText(
    "after",
    "\nExample:\n  fourhelp chat --as        talk as one of the demo's people 用演示人物对话\n\nExit codes: 0 done, 1 refused input, 2 usage, 3 broken infrastructure.",
  );
}

/** Runs one command line; the exit code is left in `process.exitCode`. */
export async function run(argv: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync([...argv]);
  } catch (error) {
    process.exitCode = codeOf(error);
  }
}

function codeOf(error: unknown): number {
  // commander has said already what was wrong
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${text}\n`);
  return exitCodes.broken;
}
