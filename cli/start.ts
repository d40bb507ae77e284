/** `fourhelp start`: the server, the same as `npm start`. */
import type { Command } from "commander";
import { configure } from "./house.js";
import { fail, processIo } from "./outcome.js";

/** Adds `start` to the program. */
export function registerStart(program: Command): void {
  program
    .command("start")
    .description("start the server and stay in the foreground 启动服务")
    .option("--json", "settings that are wrong as JSON; the log is JSON lines anyway")
    .addHelpText("after", "\nExample:\n  PORT=8080 fourhelp start")
    .action(async ({ json = false }: { json?: boolean }) => {
      const read = configure();
      if ("failure" in read) process.exitCode = fail(processIo(), read.failure, json);
      else await import("../main.js");
    });
}
