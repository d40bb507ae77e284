import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { afterEach, describe, expect, it, vi } from "vitest";
import { commands } from "../../cli/commands.js";
import { createProgram, run } from "../../cli/program.js";

/** Every command that does something, with the words that lead to it. */
function leaves(command: Command, path: readonly string[] = []): { path: string; command: Command }[] {
  const here = [...path, command.name()];
  if (command.commands.length === 0) return [{ path: here.join(" "), command }];
  return command.commands.flatMap((inner) => leaves(inner, here));
}

/** Everything `--help` prints, with what is added after it. */
function helpOf(command: Command): string {
  let text = "";
  command.configureOutput({ writeOut: (part) => void (text += part) }).outputHelp();
  return text;
}

describe("the program", () => {
  it("has one line for each file of a command", () => {
    const parts = new Set(["index", "commands", "program", "outcome", "house"]);
    const files = readdirSync(join(import.meta.dirname, "../../cli"))
      .filter((name) => name.endsWith(".ts"))
      .map((name) => name.replace(/\.ts$/, ""))
      .filter((name) => !parts.has(name));
    expect(Object.keys(commands)).toEqual(files.toSorted());
  });

  it.each(leaves(createProgram()).map(({ path, command }) => [path, command] as const))(
    "%s explains itself with an example and has --json",
    (path, command) => {
      const help = helpOf(command);
      expect(help).toContain("\nExample");
      expect(help.slice(help.indexOf("\nExample"))).toContain(path);
      expect(command.options.map(({ long }) => long)).toContain("--json");
    },
  );
});

describe("exit codes", () => {
  afterEach(() => {
    process.exitCode = undefined;
  });

  it.each([
    [["--help"], 0],
    [["chat", "--help"], 0],
    [[], 2],
    [["demo"], 2],
    [["no-such-command"], 2],
    [["chat", "--no-such-option"], 2],
    [["match", "--instance", "x.json"], 2],
    [["match", "--instance", "/nowhere.json", "--out", "/nowhere-else.json"], 1],
  ])("%j ends with %i", async (args, code) => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    await run(["node", "fourhelp", ...args]);
    expect(process.exitCode ?? 0).toBe(code);
  });

  it.each(["start", "doctor", "chat"])(
    "of %s with a setting that is wrong: 2, with what it accepts",
    async (command) => {
      vi.stubEnv("PORT", "eighty");
      const complained = vi.spyOn(process.stderr, "write").mockReturnValue(true);
      await run(["node", "fourhelp", command, "--json"]);
      expect(process.exitCode).toBe(2);
      expect(complained.mock.calls.join("")).toContain("PORT: got");
    },
  );
});
