/** A terminal for tests: lines from a pipe in, everything written kept. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable, Writable } from "node:stream";
import { readConfig, type Config } from "../../config.js";
import type { Io } from "../../cli/outcome.js";

export interface TestIo extends Io {
  readonly said: () => string;
  readonly complained: () => string;
}

/** An input of these lines, and outputs that keep what is written. */
export function testIo(lines: readonly string[] = []): TestIo {
  const output = keeper();
  const problems = keeper();
  const input = Readable.from(lines.map((line) => `${line}\n`)).pipe(new PassThrough());
  return { input, output: output.stream, problems: problems.stream, said: output.text, complained: problems.text };
}

function keeper(): { readonly stream: Writable; readonly text: () => string } {
  let kept = "";
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      kept += chunk.toString("utf8");
      done();
    },
  });
  return { stream, text: () => kept };
}

/** The configuration of an environment. */
export function configOf(env: Readonly<Record<string, string>>): Config {
  const read = readConfig(env);
  if (read.type === "refused") throw new Error(JSON.stringify(read.problems));
  return read.config;
}

/** A folder that is removed afterwards. */
export async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "fourhelp-cli-"));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
